"""Forms with one of every field, for looking at and testing."""

from django import forms

from raekoda.platform.core.forms import PhotosField, RatingInput, SwitchInput

RATINGS = [(1, "Väga halb"), (2, "Halb"), (3, "Nii ja naa"), (4, "Hea"), (5, "Väga hea")]
PLACES = [("street", "Tänaval või teel"), ("park", "Pargis või haljasalal"), ("other", "Mujal")]


class EveryField(forms.Form):
    text = forms.CharField(
        label="Mis juhtus?",
        help_text="Kirjelda oma sõnadega. Isikuandmeid pole vaja.",
        max_length=200,
        widget=forms.Textarea(attrs={"rows": 4}),
    )
    email = forms.EmailField(label="E-post", required=False, help_text="Saadame siia vastuse.")
    topic = forms.ChoiceField(label="Teema", choices=[("", "Vali teema"), ("light", "Valgustus"), ("road", "Teed")])
    place = forms.ChoiceField(label="Kus see on?", choices=PLACES, widget=forms.RadioSelect)
    days = forms.MultipleChoiceField(
        label="Millal oled kodus?",
        choices=[("mon", "Esmaspäeval"), ("tue", "Teisipäeval")],
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    rating = forms.TypedChoiceField(
        label="Kuidas jäid vastusega rahule?", choices=RATINGS, coerce=int, required=False, widget=RatingInput
    )
    photos = PhotosField(label="Fotod", required=False, help_text="Kuni 5 fotot.")
    public = forms.BooleanField(label="Teade võib olla avalik", required=False, help_text="Ilma sinu nimeta.")
    mail = forms.BooleanField(label="Saada mulle e-kiri igast sammust", required=False, widget=SwitchInput)
    due = forms.DateField(label="Päev", required=False, widget=forms.DateInput(attrs={"type": "date"}))
