package presenter_test

import (
	"testing"
	"time"

	"portico/app/flow"
	"portico/app/screen"
	"portico/engine/document"
	"portico/engine/trust"
)

// What a visitor corrects is kept beside what was read, and a colleague looks
// at it: nobody writes themselves an ACCEPT.
func TestACorrectedFieldIsReviewed(t *testing.T) {
	bubble(t, func(t *testing.T) {
		k := start(t, nil)
		k.send(flow.Start{}, flow.Agreed{})
		k.reach(t, flow.LookUp)
		k.send(flow.Continue{})
		k.reach(t, flow.Check)
		field := screen.Get(k.Model().Evidence).Fields[0]
		k.send(flow.Edit{Field: field.Name}, flow.Edited{Value: "Corrected"})
		wait(time.Second)
		if got := screen.Get(k.Model().Evidence).Fields[0]; got.Value != "Corrected" || got.Read != field.Value {
			t.Errorf("shown: %+v, want the correction and what was read", got)
		}
		k.send(flow.Continue{})
		k.reach(t, flow.Clerk)
		v := screen.Get(k.Model().Verdict)
		last := v.Factors[len(v.Factors)-1]
		if v.Decision != trust.Review || last.Name != "dataEdited" || last.Result != trust.NeedsReview {
			t.Errorf("decided %s, last factor %+v", v.Decision, last)
		}
		k.send(flow.ClerkLater{})
		k.reach(t, flow.Result)
		if e := k.store.saved[0].Edited(field.Name); e == nil || e.Value != "Corrected" || e.Role != flow.VisitorRole {
			t.Errorf("kept: %+v", e)
		}
	})
}

// What nothing was read of a colleague enters, and it is kept as theirs.
func TestAColleagueEntersWhatWasNotRead(t *testing.T) {
	bubble(t, func(t *testing.T) {
		k := atClerk(t)
		find := func() screen.Field {
			for _, f := range screen.Get(k.Model().Evidence).Fields {
				if f.Name == document.DocumentNumber {
					return f
				}
			}
			return screen.Field{}
		}
		if got := find(); !got.Typed || got.Value != "" {
			t.Fatalf("a number that was not read is shown as %+v", got)
		}
		k.send(flow.PINEntered{PIN: "271828", At: time.Now()}, flow.Edit{Field: document.DocumentNumber}, flow.Edited{Value: "X123"})
		wait(time.Second)
		if got := find(); !got.Typed || got.Value != "X123" || got.Read != "" {
			t.Errorf("shown: %+v", got)
		}
		k.send(flow.ClerkDecides{Decision: trust.Accept})
		k.reach(t, flow.Result)
		if e := k.store.saved[0].Edited(document.DocumentNumber); e == nil || e.Value != "X123" || e.Role != flow.ClerkRole {
			t.Errorf("kept: %+v", e)
		}
	})
}
