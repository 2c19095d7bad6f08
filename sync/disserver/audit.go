package disserver

import (
	"context"

	"portico/sync/audit"
)

// tell writes what became of a customer into the audit trail. The request goes
// on without it: what a trail is for must not end what it watches.
func (s *server) tell(ctx context.Context, what audit.What, id, decision string) {
	err := s.Audit(ctx, audit.Event{What: what, Role: audit.Client, Subject: id, Decision: decision})
	if err != nil {
		s.log(ctx).Error("the audit trail cannot be written", "error", err)
	}
}
