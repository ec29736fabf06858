"""A resident's own token in the API: `Authorization: Bearer vikno_…` with the scope it needs."""

from typing import Any

from django.http import HttpRequest
from ninja.errors import AuthorizationError
from ninja.security import HttpBearer

from core import clock
from core.accounts.services import authenticate_token


class PersonalToken(HttpBearer):
    """The person behind the token becomes the asker."""

    def __init__(self, scope: str) -> None:
        super().__init__()
        self.scope = scope

    def authenticate(self, request: HttpRequest, token: str) -> Any:
        found = authenticate_token(token, clock.now())
        if found is None:
            return None
        if not found.allows(self.scope):
            raise AuthorizationError
        request.user = found.user
        return found
