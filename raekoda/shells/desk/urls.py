"""The shell of the staff side: sign-in, home, search, people."""

from django.urls import path

from raekoda.shells.desk import absences, home, members, rights, search_state, signin

app_name = "desk"

urlpatterns = [
    path("", home.home, name="home"),
    path("otsi/", home.quick_search, name="search"),
    path("otsing/", search_state.search_state, name="search_state"),
    path("otsing/alusta/", search_state.start, name="start_embedding"),
    path("sisene/", signin.SignIn.as_view(), name="login"),
    path("valju/", signin.SignOut.as_view(), name="logout"),
    path("seaded/", signin.own_settings, name="settings"),
    path("parool/", signin.OwnPassword.as_view(), name="password"),
    path("parool/<uidb64>/<token>/", signin.FirstPassword.as_view(), name="first_password"),
    path("kutse/<str:token>/", signin.invitation, name="invitation"),
    path("inimesed/", members.members_page, name="members"),
    path("inimesed/uus/", members.new_member, name="new_member"),
    path("inimesed/kutse/<int:pk>/eemalda/", members.withdraw_invitation, name="withdraw_invitation"),
    path("inimesed/<int:pk>/", members.edit_member, name="member"),
    path("inimesed/<int:pk>/eemalda/", members.remove_member, name="remove_member"),
    path("inimesed/<int:pk>/link/", members.give_link, name="password_link"),
    path("inimesed/uksus/uus/", members.edit_unit, name="new_unit"),
    path("inimesed/uksus/<int:pk>/", members.edit_unit, name="unit"),
    path("oigused/", rights.rights_page, name="rights"),
    path("oigused/rollid/<slug:role>/algseis/", rights.reset_role, name="reset_role"),
    path("oigused/muudatused/<int:pk>/<slug:verb>/", rights.decide, name="decide_rights"),
    path("puudumised/", absences.absences_page, name="absences"),
    path("puudumised/<int:pk>/tyhista/", absences.cancel, name="cancel_absence"),
]
