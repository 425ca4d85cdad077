"""Messages for failed lookups, for staff and residents."""

from __future__ import annotations

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

ERROR_MESSAGES: dict[str, str | Promise] = {
    "not connected": _("The register is not connected or is switched off. An administrator sets it up."),
    "resting": _("The register did not answer several times and is left alone for a while. It is asked again by itself."),
    "time-out": _("The register did not answer in time."),
    "not reached": _("The security server could not be reached."),
    "address": _("The address of the security server may not be asked from here. The keeper of this installation allows it."),
    "certificate": _("The certificate for the security server cannot be read. The keeper of this installation puts it right."),
    "answer": _("The register answered in a way that is not understood. Tell the keeper of this installation."),
    "answer to another question": _("The answer did not belong to the question and was put aside."),
    "no code": _("The person has no code by which the register could be asked."),
    "xroad": _("X-Road did not pass the question on: %(code)s"),
    "fault": _("The register or X-Road reported a fault: %(code)s"),
    "refused": _("The register refused the question: %(code)s"),
    "HTTP": _("The register answered with an error: %(code)s"),
    "service missing": _("The register does not let us call all of the services that are needed."),
}  # fmt: skip


def get_error_message(code: str) -> str:
    """Message for the code of a :class:`raekoda.identity.registers.errors.LookupFailed`; "" for none."""
    if not code:
        return ""
    kind, _space, rest = code.partition(" ")
    words = ERROR_MESSAGES.get(code) or ERROR_MESSAGES.get(kind) or ERROR_MESSAGES["answer"]
    return str(words) % {"code": rest} if "%(code)s" in str(words) else str(words)
