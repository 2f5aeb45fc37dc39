"""answers.py: makes the calls of a JSON table with botocore, and prints as JSON what is wrong with
each answer by botocore's service model.

A call is `[SERVICE, OPERATION, INPUT, PRESENT]`: the answer must contain the members that the list
PRESENT names as JMESPath expressions. Checked are the types of all members, the required ones,
times, and members that the model does not have. Clients are configured by the environment alone.
"""

import datetime
import json
import re
import sys

import botocore.exceptions
import botocore.handlers
import botocore.session
import botocore.validate
import jmespath


def problems(session, service: str, operation: str, parameters: dict, present: list[str]) -> list[str]:
    client = session.create_client(service)
    raw = {}
    client.meta.events.register("before-parse.*", lambda response_dict, **_: raw.update(response_dict))
    if service == "iam":
        # botocore replaces the text of a policy by its content.
        client.meta.events.unregister("after-call.iam", botocore.handlers.json_decode_policies)
    model = client.meta.service_model.operation_model(operation)
    try:
        answer = client._make_api_call(operation, parameters)
    except botocore.exceptions.ClientError as error:
        return [str(error)]
    answer.pop("ResponseMetadata")
    if model.output_shape is None:
        return []
    report = botocore.validate.ParamValidator().validate(answer, model.output_shape)
    # The limits of lengths and ranges are those of inputs.
    found = [line for line in report.generate_report().splitlines() if not re.match(r"Invalid (length|range)", line)]
    found += times(answer, model.output_shape, "")
    if model.service_model.resolved_protocol.startswith(("json", "rest-json")):
        found += unknown(json.loads(raw["body"] or "{}"), model.output_shape, "")
    return found + [f"{path} is missing" for path in present if is_missing(jmespath.search(path, answer))]


def is_missing(value) -> bool:
    return value is None or (isinstance(value, list) and None in value)


def times(value, shape, path: str) -> list[str]:
    """Times that botocore parses but that AWS cannot mean, such as milliseconds read as seconds."""
    if shape.type_name == "timestamp":
        age = abs(datetime.datetime.now(datetime.timezone.utc) - value)
        return [f"{path} is {value}"] if age > datetime.timedelta(days=1) else []
    return [problem for inner in children(value, shape, path) for problem in times(*inner)]


def unknown(value, shape, path: str) -> list[str]:
    """Members of a JSON answer that the model does not have. botocore drops them silently."""
    found = []
    if shape.type_name == "structure" and isinstance(value, dict):
        known = {inner.serialization.get("name", name) for name, inner in shape.members.items()}
        found = [f"{path}.{name} is not in the model" for name in value if name not in known]
    return found + [problem for inner in children(value, shape, path) for problem in unknown(*inner)]


def children(value, shape, path: str):
    if shape.type_name == "structure" and isinstance(value, dict):
        return [(value[name], inner, f"{path}.{name}") for name, inner in shape.members.items() if value.get(name) is not None]
    if shape.type_name == "list" and isinstance(value, list):
        return [(one, shape.member, f"{path}[{index}]") for index, one in enumerate(value)]
    if shape.type_name == "map" and isinstance(value, dict):
        return [(one, shape.value, f"{path}.{name}") for name, one in value.items()]
    return []


def main() -> None:
    session = botocore.session.get_session()
    json.dump([problems(session, *call) for call in json.load(sys.stdin)], sys.stdout)


main()
