"""Whatever the API answers in a test must be what its OpenAPI document promises."""

import re

from flask import Flask
from openapi_schema_validator import OAS31Validator
from werkzeug.exceptions import HTTPException
from werkzeug.test import TestResponse


class Contract:
    def __init__(self, app: Flask):
        self.app = app
        self.document = app.test_client().get("/openapi.json").json

    def check(self, response: TestResponse) -> None:
        """Fail unless the operation documents this status, media type and body. Unknown routes promise nothing."""
        operation = self._operation(response.request.method, response.request.path)
        if operation is None:
            return
        documented = self._resolve(operation["responses"][str(response.status_code)])
        if "content" not in documented:
            assert response.data == b""
            return
        schema = documented["content"][response.mimetype]["schema"]
        OAS31Validator({**schema, "components": self.document["components"]}).validate(response.json)

    def _operation(self, method: str, path: str) -> dict | None:
        try:
            rule, _arguments = self.app.url_map.bind("").match(path, method, return_rule=True)
        except HTTPException:
            return None
        template = re.sub(r"<(?:[^:<>]+:)?([^<>]+)>", r"{\1}", rule.rule)
        return self.document["paths"][template][method.lower()]

    def _resolve(self, response: dict) -> dict:
        if "$ref" not in response:
            return response
        return self.document["components"]["responses"][response["$ref"].rpartition("/")[2]]
