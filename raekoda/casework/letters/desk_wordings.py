"""Staff pages for the wording of letters and for the sender address."""

from __future__ import annotations

from typing import Any

from django import forms
from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from raekoda.casework.letters import actions, editing, senders, signing, wording
from raekoda.casework.letters.models import MailSender, Wording
from raekoda.casework.letters.wording import LetterKind
from raekoda.platform.core.actor import Actor
from raekoda.platform.core.posted import posted
from raekoda.platform.core.staff import staff_page
from raekoda.platform.core.tenancy import current

LANGUAGES = dict(settings.LANGUAGES)


class WordingForm(forms.Form):
    subject = forms.CharField(label=gettext_lazy("Subject line"), max_length=200)
    body = forms.CharField(label=gettext_lazy("Text"), max_length=6000, widget=forms.Textarea({"rows": 14}))


class SenderForm(forms.ModelForm):
    class Meta:
        model = MailSender
        fields = ["address", "selector", "is_signing"]


@require_safe
@staff_page("channels.word")
def wordings_page(request: HttpRequest) -> HttpResponse:
    """Every letter that may be reworded, and the languages in which it has been."""
    own: dict[str, set[str]] = {}
    for name, language in Wording.objects.values_list("name", "language"):
        own.setdefault(name, set()).add(language)
    rows = [
        {
            "kind": kind,
            "languages": [
                {"code": code, "name": name, "url": _address(kind, code), "is_own": code in own.get(kind.name, ())}
                for code, name in LANGUAGES.items()
            ],
        }
        for kind in wording.letter_kinds
    ]
    return render(request, "letters/desk/wordings.html", {"rows": rows})


@require_http_methods(["GET", "HEAD", "POST"])
@staff_page("channels.word")
def wording_page(request: HttpRequest, name: str, language: str) -> HttpResponse:
    """One letter in one language: the current text, a form to change it, and a preview."""
    kind = _kind(name, language)
    stored = Wording.objects.filter(name=kind.name, language=language).first()
    built_in = editing.built_in(kind, language, current())
    start = (stored.subject, stored.body) if stored else built_in
    form = WordingForm(posted(request), initial={"subject": start[0], "body": start[1]})
    shown, status = start, 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            shown = (form.cleaned_data["subject"], form.cleaned_data["body"])
            if _save(request, kind, language, form):
                messages.success(request, _("Kept: letters go out in these words from now on."))
                return redirect("channels_desk:wordings")
            status = 422 if form.errors else 200
    context = {
        "kind": kind,
        "language": language,
        "language_name": LANGUAGES[language],
        "form": form,
        "stored": stored,
        "built_in": built_in,
        "preview": editing.preview(kind, language, current(), *shown),
        "names": [{"code": f"{{{each}}}", "meaning": kind.variables[each].label} for each in kind.variables],
        "required": [f"{{{each}}}" for each in kind.required],
        "back_url": reverse("channels_desk:drop_wording", args=[kind.name.replace("/", "."), language]),
    }
    return render(request, "letters/desk/wording.html", context, status=status)


def _save(request: HttpRequest, kind: LetterKind, language: str, form: WordingForm) -> bool:
    """Save the wording, unless only a preview was requested or it is invalid; whether it was saved."""
    words = form.cleaned_data
    try:
        if "preview" in request.POST:
            wording.validate(kind, words["subject"], words["body"])
            return False
        editing.save_wording(kind, language, municipality=current(), actor=Actor.of(request), **words)
    except wording.WordingError as refusal:
        form.add_error(refusal.field, refusal.message)
        return False
    return True


@require_POST
@staff_page("channels.word")
def reset_wording(request: HttpRequest, name: str, language: str) -> HttpResponse:
    """Use the built-in text again."""
    editing.reset_wording(_kind(name, language), language, municipality=current(), actor=Actor.of(request))
    messages.success(request, _("The letter goes out in the built-in words again."))
    return redirect("channels_desk:wordings")


@require_http_methods(["GET", "HEAD", "POST"])
@staff_page("channels.set_sender")
def sender_page(request: HttpRequest) -> HttpResponse:
    """The sender address, and the DNS record it needs."""
    sender = actions.get_mail_sender(current())
    form = SenderForm(posted(request), instance=sender)
    if request.method == "POST" and form.is_valid():
        actions.save_sender(form.save(commit=False), actor=Actor.of(request), new_key="new_key" in request.POST)
        messages.success(request, _("Kept."))
        return redirect("channels_desk:sender")
    context: dict[str, Any] = {"form": form, "installation": senders.installation_sender().address}
    if sender.key and sender.address:
        domain = sender.address.rpartition("@")[2]
        context |= {"record_name": f"{sender.selector}._domainkey.{domain}", "record": signing.dns_record(sender.key)}
    return render(request, "letters/desk/sender.html", context, status=422 if form.errors else 200)


def _kind(name: str, language: str) -> LetterKind:
    kind = wording.letter_kinds.get(name.replace(".", "/"))
    if kind is None or language not in LANGUAGES:
        raise Http404
    return kind


def _address(kind: LetterKind, language: str) -> str:
    return reverse("channels_desk:wording", args=[kind.name.replace("/", "."), language])
