package presenter

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"image"
	"math/rand/v2"
	"time"

	"portico/app/flow"
	"portico/app/receipt"
	"portico/app/screen"
	"portico/engine/customer"
	"portico/engine/document"
	"portico/engine/guidance"
	"portico/engine/imaging"
	"portico/engine/liveness/light"
	"portico/engine/onboarding"
	"portico/engine/trust"
	"portico/sync/audit"
)

// photoQuality is for the pictures that are read and kept: visually lossless.
const photoQuality = 95

// Factors of the onboarding's course, which only a kiosk knows.
const (
	assisted   = "steps"      // a step failed too often
	corrected  = "dataEdited" // the visitor corrected what was read
	wrongClock = "clock"      // the kiosk's, which decides what has expired
)

// record is the customer being onboarded. Only the goroutine of the jobs uses
// it.
type record struct {
	p        *Presenter
	customer *customer.Customer
	pages    map[document.Side]page
	faces    []screen.Picture
	sources  []string // of the document; nil: all
	receipt  *receipt.Receipt
	exported string   // file that staff exported to
	note     string   // a colleague's, beside their decision
	own      [][]byte // pictures to overwrite when the visitor has gone
}

// taken is what an effect may need of the moment it was asked for.
type taken struct {
	shot     *image.RGBA
	draft    *draft // of shot; nil where that was not read ahead
	course   *course
	session  string
	language string
	proposed *guidance.Limits
	retakes  map[string]int
}

// run does an effect and returns the event that answers it, nil for none.
func (r *record) run(ctx context.Context, e flow.Effect, had taken) flow.Event {
	ev, err := r.do(ctx, e, had)
	if r.customer != nil {
		r.customer.Prune()
	}
	switch {
	case err == nil:
		return ev
	case ctx.Err() != nil:
		return nil
	}
	r.p.deps.Log.Error("an effect failed", "effect", fmt.Sprintf("%T", e), "error", err)
	return flow.Failed{Full: errors.Is(err, customer.ErrFull)}
}

func (r *record) do(ctx context.Context, e flow.Effect, had taken) (flow.Event, error) {
	engine := r.p.deps.Engine
	switch e := e.(type) {
	case flow.BeginCustomer:
		if err := r.begin(ctx, had, e.Faceless); err != nil {
			r.p.deps.Log.Error("no onboarding can begin", "error", err)
			r.forget()
			return flow.NotBegun{}, nil
		}
		chance := rand.New(rand.NewChaCha8(r.p.deps.Seed()))
		kinds, count := r.p.deps.Office.Challenges()
		return flow.Begun{Plan: flow.Draw(kinds, count, chance)}, nil
	case flow.DropDocument:
		engine.StartDocument(r.customer, customer.Advice{}, r.sources, nil)
		r.pages = map[document.Side]page{}
	case flow.ReadPage:
		return r.readPage(ctx, e.Side, had)
	case flow.TakeSelfie:
		return r.takeFace(had.shot, "selfie", func(photo []byte) (onboarding.FaceOutcome, error) {
			return engine.SetSelfie(ctx, r.customer, photo)
		})
	case flow.BeginLiveness:
		engine.StartLiveness(r.customer)
	case flow.TakeLiveness:
		return r.takeFace(had.shot, captions[e.Assertion], func(photo []byte) (onboarding.FaceOutcome, error) {
			return engine.AddLivenessSelfie(ctx, r.customer, photo, e.Assertion)
		})
	case flow.TakeChallenge:
		return r.takeChallenge(ctx, had.course)
	case flow.DropChallenge:
		r.customer.Liveness.Drop(e.Kind)
	case flow.Evaluate:
		result, err := engine.EvaluateLiveness(ctx, r.customer, e.Kind)
		if err != nil {
			return nil, err
		}
		return flow.LivenessDone{Passed: r.passed(trust.ActiveLiveness), Unfit: result.Cues[light.Ambient] == 1}, nil
	case flow.Gather:
		screen.Set(r.p.model.Evidence, r.evidence())
	case flow.Correct:
		r.customer.Correct(customer.Edit{Field: e.Field, Value: e.Value, Role: e.Role, At: time.Now()})
	case flow.KeepNote:
		r.note = e.Text
	case flow.Propose:
		return flow.Proposed(e), r.tell(ctx, reviewed(audit.Proposed, e.Review.Decision, e.Review.By))
	case flow.Decide:
		return r.decide(ctx, e.Staff, had.retakes)
	case flow.Survey:
		return nil, r.survey(ctx, e, had)
	case flow.Carry:
		return r.carry(ctx, e, had)
	case flow.CheckPIN:
		return r.checkPIN(ctx, e)
	case flow.Finish:
		return r.finish(ctx, e.Clerk)
	case flow.PrintReceipt:
		err := r.p.deps.Print(ctx, *r.receipt, had.language)
		if err != nil {
			r.p.deps.Log.Warn("a receipt was not printed", "error", err)
		}
		return paperDone(err, flow.Printed, flow.NotPrinted), nil
	case flow.SaveReceipt:
		err := r.p.deps.Save(ctx, *r.receipt, had.language)
		if err != nil {
			r.p.deps.Log.Warn("a receipt was not saved", "error", err)
		}
		return paperDone(err, flow.InFile, flow.NotInFile), nil
	case flow.Wipe:
		return r.wipe(ctx, had.retakes)
	case flow.Forget:
		r.forget()
	}
	return nil, nil
}

func paperDone(err error, done, failed flow.Paper) flow.Event {
	if err != nil {
		return flow.PaperDone{Paper: failed}
	}
	return flow.PaperDone{Paper: done}
}

// The purposes that a visitor consents to, each by itself.
const (
	forDocument   = "document"   // reading the document and checking it
	forBiometrics = "biometrics" // comparing faces and checking that theirs is alive
	forDelivery   = "delivery"   // passing the outcome on
)

// withoutFace are the sources of a document but for the portrait.
var withoutFace = []string{document.SourceVIZ, document.SourceMRZ, document.SourceBarcode}

// begin refuses an onboarding that could not be kept.
func (r *record) begin(ctx context.Context, had taken, faceless bool) error {
	now := time.Now()
	r.forget()
	if err := r.p.deps.Store.Room(ctx); err != nil {
		return fmt.Errorf("begin an onboarding: %w", err)
	}
	r.customer = customer.New(had.session, now)
	purposes := []string{forDocument, forBiometrics, forDelivery}
	if faceless {
		purposes, r.sources = []string{forDocument, forDelivery}, withoutFace
	}
	for _, purpose := range purposes {
		r.customer.Consents = append(r.customer.Consents, customer.Consent{
			Purpose: purpose, Text: r.p.cfg.ConsentText(had.language), Language: had.language, Given: now,
		})
	}
	r.p.deps.Engine.StartDocument(r.customer, customer.Advice{}, r.sources, nil)
	return r.tell(ctx, audit.Event{What: audit.Begun, Role: audit.Visitor})
}

// readPage keeps the page in the picture that was taken. What was read ahead of
// it is not read again.
func (r *record) readPage(ctx context.Context, side document.Side, had taken) (flow.Event, error) {
	out, ok := had.draft.outcome()
	if !ok {
		var err error
		if out, err = r.look(ctx, side, had.shot); err != nil {
			return nil, err
		}
	}
	if out.Code == onboarding.NoCard {
		return flow.PageRead{Problem: flow.NoCard}, nil
	}
	r.p.deps.Engine.KeepPage(r.customer, out)
	switch {
	case out.Page.Side != side && out.Page.Side != document.Unknown:
		return flow.PageRead{Problem: flow.WrongSide}, nil
	case out.Page.Type == nil && out.Page.MRZ == nil && len(out.Page.Visual) == 0:
		return flow.PageRead{Problem: flow.Unreadable}, nil
	}
	r.pages[side] = shownOf(out, side, had.shot)
	return flow.PageRead{Type: out.Page.Type}, nil
}

// look reads the page in a picture and keeps nothing of it.
func (r *record) look(ctx context.Context, side document.Side, shot *image.RGBA) (onboarding.PageOutcome, error) {
	photo, err := imaging.EncodeJPEG(shot, photoQuality)
	if err != nil {
		return onboarding.PageOutcome{}, err
	}
	return r.p.deps.Engine.ReadPage(ctx, r.customer, photo, []document.Side{side})
}

// passed reports whether the rules let a factor pass as things stand.
func (r *record) passed(factor string) bool {
	for _, f := range r.p.deps.Engine.Decide(r.customer, time.Now()).Factors {
		if f.Name == factor {
			return f.Result == trust.Pass
		}
	}
	return false
}

// decide finishes the record. An onboarding in which a step failed too often,
// in which the visitor corrected what was read, of somebody who needs a
// guardian, or at a kiosk whose clock is wrong, is at best a REVIEW.
func (r *record) decide(ctx context.Context, staff bool, retakes map[string]int) (flow.Event, error) {
	r.p.deps.Engine.Finish(r.customer, time.Now())
	v := r.customer.Verdict
	if staff {
		demandReview(v, assisted, "a step failed too often for the visitor to finish it alone")
	}
	if len(r.customer.Edits) > 0 {
		demandReview(v, corrected, "the visitor corrected what was read")
	}
	if needsGuardian(r.customer.Document, r.p.deps.Office.GuardianAge(), time.Now()) {
		demandReview(v, young, "the visitor is, or may be, younger than the age from which nobody else must be there")
	}
	if time.Now().Before(r.p.cfg.Built) {
		demandReview(v, wrongClock, "the kiosk's clock shows a time before its program was made, so nobody knows what has expired")
	}
	shown := *v
	screen.Set(r.p.model.Verdict, &shown)
	return flow.Decided{Decision: v.Decision}, r.tellDecision(ctx, v, retakes)
}

// demandReview adds a factor that a colleague must look at.
func demandReview(v *trust.Verdict, factor, why string) {
	v.Factors = append(v.Factors, trust.Outcome{Name: factor, Result: trust.NeedsReview, Required: true})
	if v.Decision == trust.Accept {
		v.Decision, v.Reasons = trust.Review, nil
	}
	v.Reasons = append(v.Reasons, factor+": "+why)
}

// finish keeps the outcome with the delivery it owes, in that order and both
// or none.
func (r *record) finish(ctx context.Context, clerk flow.Review) (flow.Event, error) {
	c, deps := r.customer, r.p.deps
	if clerk.Decision != "" {
		told := reviewed(audit.Reviewed, clerk.Decision, cmp.Or(clerk.Second, clerk.By))
		c.Review = &customer.Review{
			Decision: clerk.Decision, Role: cmp.Or(string(clerk.By), flow.ClerkRole), Second: string(clerk.Second), Note: r.note, At: time.Now(),
		}
		if err := r.tell(ctx, told); err != nil {
			return nil, err
		}
	}
	if r.receipt == nil { // an earlier try may have stored its code
		fresh := receipt.New(c.ID, deps.Seed())
		r.receipt, c.Withdrawal = &fresh, customer.HashReceipt(fresh.Code)
	}
	r.keep()
	if err := deps.Store.Create(ctx, c); err != nil && !errors.Is(err, customer.ErrExists) {
		return nil, fmt.Errorf("create the record: %w", err)
	}
	if err := deps.Store.SaveWith(ctx, c, deps.Owe(c)...); err != nil {
		return nil, fmt.Errorf("save the record: %w", err)
	}
	// Kept and owed, whether the trail hears of it or not: failing now would
	// lead to a second delivery.
	r.mention(ctx, audit.Event{What: audit.Kept, Role: audit.System, Decision: string(c.Decision())})
	deps.Wake()
	screen.Set(r.p.model.Receipt, *r.receipt)
	deps.Finished(Outcome{Customer: c, Screens: r.p.stalls.report(time.Now())})
	return flow.Saved{}, nil
}

// wipe erases everything of the visitor, from the store too where it got there.
func (r *record) wipe(ctx context.Context, retakes map[string]int) (flow.Event, error) {
	c := r.customer
	r.forget()
	r.p.post(r.p.forgetScreens)
	if c == nil {
		return flow.Wiped{}, nil
	}
	what := audit.Abandoned
	if c.Version > 0 {
		what = audit.Erased
	}
	// Told first, as at the desk: after a crash it may be told twice, and is
	// never missing. No failure of the trail keeps a visitor's data.
	r.mention(ctx, audit.Event{What: what, Role: audit.Visitor, Subject: c.ID, Retakes: retakes})
	if err := r.p.deps.Store.Delete(ctx, c.ID); err != nil {
		return nil, fmt.Errorf("erase the record: %w", err)
	}
	return flow.Wiped{}, nil
}

func (r *record) forget() {
	r.scrub()
	r.customer, r.sources, r.receipt, r.faces, r.pages, r.exported, r.note = nil, nil, nil, nil, map[document.Side]page{}, "", ""
}
