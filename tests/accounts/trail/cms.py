from cms import actions
from tests.accounts.trail import changes


@changes("cms.create_site_content")
def _(people):
    return actions.create_site_content
