import os, pytest
from playwright.sync_api import sync_playwright
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"]="1"
@pytest.mark.filterwarnings("ignore")
@pytest.mark.django_db(transaction=True)
def test_d(live_server):
    from tests.factories.accounts import StaffFactory, make_workspace
    from tests.factories import invitations as fi
    from django.test import Client
    for lang in ("kk","ru","en"):
        u=StaffFactory(language=lang); from wagtail.users.models import UserProfile
        p=UserProfile.get_for_user(u); p.preferred_language=lang; p.save()
        page=fi.make_invitation(make_workspace(u),by=u)
        c=Client(); c.force_login(u); sid=c.cookies["sessionid"].value
        with sync_playwright() as pw:
            b=pw.chromium.launch(executable_path="/usr/bin/chromium",args=["--no-sandbox"]); ctx=b.new_context(); ctx.add_cookies([dict(name="sessionid",value=sid,url=live_server.url)])
            pg=ctx.new_page(); pg.goto(live_server.url+f"/admin/pages/{page.pk}/edit/"); pg.wait_for_timeout(800)
            f=pg.locator("[name=date]"); print(lang,"shown",f.input_value())
            for v in ("2027-10-12","13.10.2027"):
                f.fill(v); pg.locator("[name=time]").click(); pg.wait_for_timeout(400); print(v,"->",f.input_value())
            f.click(); pg.wait_for_timeout(300); pg.locator(".xdsoft_datetimepicker:visible td.xdsoft_date").nth(12).click(); pg.wait_for_timeout(300); print("picked",f.input_value())
            pg.locator("button.action-save").first.click(); pg.wait_for_timeout(2500); print(pg.locator(".messages").inner_text()[:100]); page=type(page).objects.get(pk=page.pk); print(page.get_latest_revision_as_object().date)
            b.close()
