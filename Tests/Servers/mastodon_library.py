"""Uses an instance by the client library Mastodon.py, and fails unless all of it works.

    mastodon_library.py URL TOKEN

The proof that the stand-in beside it answers as a real client expects.
"""

import io
import sys
import urllib.request
import warnings

from mastodon import Mastodon, MastodonAPIError, MastodonNotFoundError, MastodonUnauthorizedError

warnings.simplefilter("error")
url, token = sys.argv[1:]
client = Mastodon(access_token=token, api_base_url=url)


def refusal(kind, act):
    try:
        act()
    except kind as error:
        return str(error)
    raise SystemExit(f"expected {kind.__name__}")


configuration = client.instance_v2().configuration
assert configuration.statuses.max_characters > 0 and configuration.statuses.characters_reserved_per_url == 23
assert client.instance_v1().version == client.instance_v2().version
account = client.account_verify_credentials()
assert account.acct == "council"

picture = io.BytesIO(b"\x89PNG\r\n\x1a\n" + bytes(64))
medium = client.media_post(picture, mime_type="image/png", description="Green bins: ŵ £", synchronous=True)
assert medium.url and client.media(medium.id).description == "Green bins: ŵ £"

text = "Bins & bags: “Friday”\n\nhttps://example.org/bins?a=1&b=2 – ŵ"
status = client.status_post(text, media_ids=[medium], visibility="unlisted", language="en", idempotency_key="k1")
assert status.url and status.visibility == "unlisted" and status.media_attachments[0].id == medium.id
refusal(MastodonNotFoundError, lambda: client.media(medium.id))
assert client.status_post(text, idempotency_key="k1").id == status.id
assert client.status_post("Another", idempotency_key="k2", spoiler_text="Roads").spoiler_text == "Roads"

assert client.status_source(status).text == text
assert client.status(status).content.startswith("<p>Bins &amp; bags")
own = client.account_statuses(account, limit=40, exclude_reblogs=True)
assert [entry.id for entry in own][1:] == [status.id], own
assert client.account_statuses(account, since_id=status.id)[0].spoiler_text == "Roads"

stranger = Mastodon(api_base_url=url)
assert stranger.status(status).id == status.id
with urllib.request.urlopen(status.url) as page:
    assert "Green bins: ŵ £" in page.read().decode()
hidden = client.status_post("For followers", visibility="private")
refusal(MastodonNotFoundError, lambda: stranger.status(hidden))

wrong = Mastodon(access_token="wrong", api_base_url=url)
refusal(MastodonUnauthorizedError, wrong.account_verify_credentials)
assert "character limit" in refusal(MastodonAPIError, lambda: client.status_post("x" * 100_000))
print("accepted")
