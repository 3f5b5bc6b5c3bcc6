from django.db import migrations

# Names its workspace for itself and puts the setting back, so that whoever opens a link costs one statement and sees no row
# of another workspace. It runs with its caller's rights: row-level security holds within it.
CREATE = """
CREATE FUNCTION guests_invited(workspace bigint, celebration bigint, parties bigint[]) RETURNS jsonb LANGUAGE plpgsql AS $$
DECLARE
    before text := coalesce(current_setting('app.workspaces', true), '');
    found jsonb;
BEGIN
    PERFORM set_config('app.workspaces', workspace::text, true);
    SELECT jsonb_agg(jsonb_build_object(
               'invite', to_jsonb(i), 'party', to_jsonb(p), 'answer', to_jsonb(a),
               'people', (SELECT jsonb_agg(to_jsonb(g) || jsonb_build_object('comes', t.is_coming) ORDER BY g.position)
                            FROM guests_guest g LEFT JOIN guests_attendance t ON t.guest_id = g.id AND t.answer_id = a.id
                           WHERE g.party_id = p.id)))
      INTO found
      FROM guests_partyinvite i JOIN guests_party p ON p.id = i.party_id LEFT JOIN guests_answer a ON a.invite_id = i.id
     WHERE i.invitation_id = celebration AND i.workspace_id = workspace AND i.party_id = ANY (parties);
    PERFORM set_config('app.workspaces', before, true);
    RETURN coalesce(found, '[]');
END $$;
"""


class Migration(migrations.Migration):
    dependencies = [("guests", "0002_row_security")]

    operations = [migrations.RunSQL(CREATE, "DROP FUNCTION guests_invited(bigint, bigint, bigint[]);")]
