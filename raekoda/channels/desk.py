app_name = "channels_desk"
urlpatterns: list = []
