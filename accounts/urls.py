from django.urls import path

from .views import sign_in

app_name = "accounts"

urlpatterns = [
    path("sign-in/", sign_in.SignIn.as_view(), name="sign_in"),
    path("one-time/", sign_in.OneTimeCode.as_view(), name="one_time"),
    path("sign-out/", sign_in.SignOut.as_view(), name="sign_out"),
    path("password/", sign_in.Password.as_view(), name="password"),
    path("me/", sign_in.Me.as_view(), name="me"),
]
