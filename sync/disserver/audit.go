package disserver

import (
	"context"

	"portico/sync/audit"
)

// tell writes what became of a customer into the audit trail.
func (s *server) tell(ctx context.Context, what audit.What, id, decision string) {
	s.note(ctx, audit.Event{What: what, Subject: id, Decision: decision})
}

// note writes what a client did into the audit trail. The request goes on
// without it: what a trail is for must not end what it watches.
func (s *server) note(ctx context.Context, e audit.Event) {
	e.Role = audit.Client
	if err := s.Audit(ctx, e); err != nil {
		s.log(ctx).Error("the audit trail cannot be written", "error", err)
	}
}
