"""Pages where staff word letters anew, and where an administrator says whom letters come from."""

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

from raekoda.casework.letters import actions, senders, signing, wording, wordings
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
    """Every letter that may be worded, and in which languages it has been."""
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
    """One letter in one language: the words in force, those typed, and how a letter looks in them."""
    kind = _kind(name, language)
    kept = Wording.objects.filter(name=kind.name, language=language).first()
    built_in = wordings.built_in(kind, language, current())
    start = (kept.subject, kept.body) if kept else built_in
    form = WordingForm(posted(request), initial={"subject": start[0], "body": start[1]})
    shown, status = start, 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            shown = (form.cleaned_data["subject"], form.cleaned_data["body"])
            if _is_done(request, kind, language, form):
                messages.success(request, _("Kept: letters go out in these words from now on."))
                return redirect("channels_desk:wordings")
            status = 422 if form.errors else 200
    context = {
        "kind": kind,
        "language": language,
        "language_name": LANGUAGES[language],
        "form": form,
        "kept": kept,
        "built_in": built_in,
        "preview": wordings.preview(kind, language, current(), *shown),
        "names": [{"code": f"{{{each}}}", "meaning": kind.variables[each].label} for each in kind.variables],
        "needed": [f"{{{each}}}" for each in kind.needed],
        "back_url": reverse("channels_desk:drop_wording", args=[kind.name.replace("/", "."), language]),
    }
    return render(request, "letters/desk/wording.html", context, status=status)


def _is_done(request: HttpRequest, kind: LetterKind, language: str, form: WordingForm) -> bool:
    """Keep the words, unless they were only to be looked at or cannot be kept."""
    words = form.cleaned_data
    try:
        if "look" in request.POST:
            wording.check(kind, words["subject"], words["body"])
            return False
        wordings.keep(kind, language, municipality=current(), actor=Actor.of(request), **words)
    except wording.WordingError as refusal:
        form.add_error(refusal.field, refusal.message)
        return False
    return True


@require_POST
@staff_page("channels.word")
def drop_wording(request: HttpRequest, name: str, language: str) -> HttpResponse:
    """Back to the built-in words."""
    wordings.go_back(_kind(name, language), language, municipality=current(), actor=Actor.of(request))
    messages.success(request, _("The letter goes out in the built-in words again."))
    return redirect("channels_desk:wordings")


@require_http_methods(["GET", "HEAD", "POST"])
@staff_page("channels.set_sender")
def sender_page(request: HttpRequest) -> HttpResponse:
    """Whom letters come from, and the record that the DNS needs."""
    sender = actions.sender_of(current())
    form = SenderForm(posted(request), instance=sender)
    if request.method == "POST" and form.is_valid():
        actions.save_sender(form.save(commit=False), actor=Actor.of(request), new_key="new_key" in request.POST)
        messages.success(request, _("Kept."))
        return redirect("channels_desk:sender")
    context: dict[str, Any] = {"form": form, "installation": senders.of_installation().address}
    if sender.key and sender.address:
        domain = sender.address.rpartition("@")[2]
        context |= {"record_name": f"{sender.selector}._domainkey.{domain}", "record": signing.record(sender.key)}
    return render(request, "letters/desk/sender.html", context, status=422 if form.errors else 200)


def _kind(name: str, language: str) -> LetterKind:
    kind = wording.letter_kinds.get(name.replace(".", "/"))
    if kind is None or language not in LANGUAGES:
        raise Http404
    return kind


def _address(kind: LetterKind, language: str) -> str:
    return reverse("channels_desk:wording", args=[kind.name.replace("/", "."), language])
