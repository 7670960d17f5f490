"""What paths of the API are described by."""

from frontend.api.schemas import TEXT, Json, ref


def parameter(name: str, where: str, schema: Json, text: str = "") -> Json:
    """A parameter of a path, which is needed, or of a query, which is not: there an empty one is as good as none."""
    if where == "query" and "pattern" in schema:
        schema = schema | {"pattern": f"^$|{schema['pattern']}"}
    return {"name": name, "in": where, "required": where == "path", "schema": schema, "description": text}


PART = [
    parameter("after", "query", TEXT, "the `next` of the part before"),
    parameter("limit", "query", {"type": "integer", "minimum": 1, "maximum": 100}),
]


def answers(schema: str, **others: str) -> Json:
    """What a request gets: JSON of a schema, or (by status, `_404`) why not."""
    content = {"application/json": {"schema": ref(schema)}}
    problems = {code.removeprefix("_"): problem(text) for code, text in others.items()}
    return {"200": {"description": "found", "content": content}, **problems, "429": problem("too many requests")}


def problem(text: str) -> Json:
    """An answer that is one sentence."""
    return {"description": text, "content": {"application/json": {"schema": ref("Error")}}}


def get(summary: str, schema: str, parameters: list[Json], **others: str) -> Json:
    """A path that is only asked."""
    return {"get": {"summary": summary, "parameters": parameters, "responses": answers(schema, **others)}}
