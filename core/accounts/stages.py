"""Steps of a log-in that differ from allauth's."""

from allauth.account import stages


class EmailVerificationStage(stages.EmailVerificationStage):
    """A person without any e-mail, known by a verified phone, has nothing to confirm."""

    def handle(self):
        user = self.login.user
        if user is not None and not user.email and user.has_verified_phone:
            return None, True
        return super().handle()
