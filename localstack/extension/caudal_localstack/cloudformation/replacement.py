"""Whether an update asks for another resource, and whether there can be one.

https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/using-cfn-updating-stacks-update-behaviors.html
"""

from collections.abc import Iterator, Mapping


def is_needed(schema: Mapping, before: Mapping, after: Mapping) -> bool:
    """Whether a property that can be given at creation alone has another value.

    LocalStack's engine takes a reference to a resource that changes for a change.
    """
    return any(before.get(name) != after.get(name) for name in _properties(schema.get("createOnlyProperties", [])))


def name_conflict(schema: Mapping, there: Mapping, after: Mapping) -> str | None:
    """Why there can be no second resource beside the first, in AWS's words; none when there can.

    :param there: all that is known of the resource that is there
    """
    parts = list(_properties(schema.get("primaryIdentifier", [])))
    if not parts or any(after.get(part) is None or after[part] != there.get(part) for part in parts):
        return None
    name = "|".join(str(after[part]) for part in parts)
    return (
        "CloudFormation cannot update a stack when a custom-named resource requires replacing. "
        f"Rename {name} and update the stack again."
    )


def _properties(pointers: list[str]) -> Iterator[str]:
    for pointer in pointers:
        name = pointer.removeprefix("/properties/")
        if "/" not in name:
            yield name
