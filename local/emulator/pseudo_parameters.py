"""pseudo_parameters.py: gives the conditions of templates the pseudo parameters, which MiniStack
takes for texts.

Source: CloudFormation user guide, "Conditions section" and "Pseudo parameters reference".
"""

from when_loaded import patch_engine


def with_pseudo_parameters(engine) -> None:
    evaluate = engine._evaluate_conditions

    def evaluate_conditions(template, parameters):
        values = {"AWS::AccountId": engine.get_account_id(), "AWS::Region": engine.get_region()}
        pseudo = {name: {"Value": value} for name, value in values.items()}
        return evaluate(template, {**pseudo, **parameters})

    engine._evaluate_conditions = evaluate_conditions


def patch_conditions() -> None:
    patch_engine(with_pseudo_parameters)
