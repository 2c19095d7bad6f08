package presenter

import (
	"cmp"
	"context"
	"fmt"
	"maps"
	"slices"
	"time"

	"portico/app/discreet"
	"portico/app/flow"
	"portico/app/staff"
	"portico/engine/trust"
	"portico/sync/audit"
)

// tell adds to the audit trail. An onboarding of which the trail does not hear
// must not go on, so its failure is the caller's.
func (r *record) tell(ctx context.Context, e audit.Event) error {
	if e.Subject == "" && r.customer != nil {
		e.Subject = r.customer.ID
	}
	if err := r.p.deps.Audit.Append(ctx, e); err != nil {
		return fmt.Errorf("audit: %w", err)
	}
	return nil
}

// mention is tell for what must be done, or is done, in any case.
func (r *record) mention(ctx context.Context, e audit.Event) {
	if err := r.tell(ctx, e); err != nil {
		r.p.deps.Log.Error("the audit trail lacks an event", "what", e.What, "error", err)
	}
}

// tellDecision names the factors that did not pass, without their values, and
// counts what was taken again till then.
func (r *record) tellDecision(ctx context.Context, v *trust.Verdict, retakes map[string]int) error {
	e := audit.Event{What: audit.Decided, Role: audit.System, Decision: string(v.Decision), Versions: map[string]string{}, Retakes: retakes}
	maps.Copy(e.Versions, r.p.deps.Versions)
	if digest := v.RulesDigest(); digest != "" {
		e.Versions["rules"] = digest
	}
	for _, f := range v.Factors {
		if f.Result != trust.Pass {
			e.Factors = append(e.Factors, f.Name+"="+string(f.Result))
		}
	}
	return r.tell(ctx, e)
}

// reviewed is what the trail hears of a colleague's decision: not their note.
// In the demonstration it is nobody's PIN that decides.
func reviewed(what audit.What, d trust.Decision, by staff.Role) audit.Event {
	return audit.Event{What: what, Role: audit.Role(cmp.Or(by, staff.Clerk)), Decision: string(d)}
}

// checkPIN tells the trail of colleagues who came in, and of wrong PINs.
func (r *record) checkPIN(ctx context.Context, e flow.CheckPIN) (flow.Event, error) {
	who, err := r.p.deps.Staff.Who(e.PIN)
	if err != nil {
		return nil, err
	}
	what, role := audit.StaffLogin, audit.Role(who)
	if who == staff.Nobody {
		what, role = audit.StaffRefused, audit.Clerk
	}
	return flow.PINChecked{Role: who, At: time.Now()}, r.tell(ctx, audit.Event{What: what, Role: role})
}

// scoured is when, after a visitor, memory that nothing refers to is overwritten:
// soon, and again when the screens have been drawn anew.
var scoured = []time.Duration{300 * time.Millisecond, 2 * time.Second, 4 * time.Second}

// scrub overwrites the pictures that were stored or were to be, and has what the
// visitor used overwritten and given back to the system. What the screens show
// still is left to that: they may be drawing it.
func (r *record) scrub() {
	r.keep()
	for _, data := range r.own {
		clear(data)
	}
	r.own = nil
	if r.customer == nil {
		return
	}
	for _, after := range scoured {
		time.AfterFunc(after, discreet.Scour)
	}
}

// keep remembers the pictures that wait to be stored, for scrub.
func (r *record) keep() {
	if r.customer != nil {
		r.own = slices.AppendSeq(r.own, maps.Values(r.customer.Pending()))
	}
}
