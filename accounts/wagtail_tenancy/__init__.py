"""Everything that keeps tenants apart in the Wagtail admin.

- `policies`: what Wagtail's permission checks answer, from memberships instead of rows per group;
- `gate`: which addresses of the admin an organizer may call, and whose numbers may stand in them;
- `testers`: what of Wagtail's page actions the editor offers an organizer;
- `references`: what a page of one workspace may show of others' (nothing);
- `media`: whose an uploaded picture or file is, and who may download it;
- `screens`: what choosers and lists offer, and which menus and buttons an organizer sees;
- `trail`: Wagtail's own log, copied into the audit trail.
"""

from .gate import AdminGateMiddleware, allow, guard
from .references import ReferencesWithinWorkspace
from .testers import OrganizerPagePermissionTester

__all__ = ["AdminGateMiddleware", "OrganizerPagePermissionTester", "ReferencesWithinWorkspace", "allow", "guard"]
