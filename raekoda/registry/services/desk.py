app_name = "services_desk"
urlpatterns: list = []
