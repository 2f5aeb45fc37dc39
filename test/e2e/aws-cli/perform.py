"""perform.py: makes the calls of AWS CLI commands with botocore.

Standard input has one command a line, for a POSIX shell. As in the AWS CLI, the names of services,
operations and options come from botocore's service models, `--no-…` switches a boolean off, and
lists and structures are JSON; a list of one structure may be `Name=value,…`. Clients are
configured by the environment and `--region` alone. botocore calls `s3api` by the name of the service.
"""

import json
import shlex
import sys

import botocore.session
from botocore import xform_name


def perform(session, command: str) -> None:
    aws, service, operation, *words = shlex.split(command)
    if aws != "aws":
        raise ValueError(f"not a command of the AWS CLI: {command}")
    region = None
    if "--region" in words:
        position = words.index("--region")
        region = words[position + 1]
        del words[position : position + 2]
    client = session.create_client(service.removesuffix("api"), region_name=region)
    model = client.meta.service_model
    name = {xform_name(one, "-"): one for one in model.operation_names}[operation]
    client._make_api_call(name, parameters(model.operation_model(name).input_shape, words))


def parameters(shape, words: list[str]) -> dict:
    members = {xform_name(name, "-"): name for name in shape.members}
    given = {}
    while words:
        option = words.pop(0).removeprefix("--")
        if option == "cli-input-json":
            given.update(json.loads(words.pop(0)))
            continue
        is_off = option not in members and option.startswith("no-")
        name = members[option.removeprefix("no-") if is_off else option]
        kind = shape.members[name].type_name
        given[name] = not is_off if kind == "boolean" else value(words.pop(0), kind)
    return given


def value(text: str, kind: str):
    if kind == "list" and not text.startswith("["):
        return [dict(member.split("=", 1) for member in text.split(","))]
    if kind in ("list", "structure", "map"):
        return json.loads(text)
    return int(text) if kind in ("integer", "long") else text


session = botocore.session.Session()
for line in sys.stdin.read().splitlines():
    perform(session, line)
