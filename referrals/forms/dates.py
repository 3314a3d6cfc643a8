"""What it asks to say which of several dates of a matter counts."""

from django.urls import reverse

from casework.ruling import WhichCounts


class WhichOfMatter(WhichCounts):
    def moves_at(self):
        return reverse(f"referrals:{self.thing._meta.model_name}-date-moves", args=[self.thing.key])
