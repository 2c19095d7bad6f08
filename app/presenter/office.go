package presenter

import (
	"context"
	"errors"
	"fmt"
	"reflect"
	"strings"
	"time"

	"portico/app/flow"
	"portico/app/palette"
	"portico/app/screen"
	"portico/assets/translations"
	"portico/engine/guidance"
	"portico/engine/liveness"
	"portico/engine/trust"
	"portico/sync/audit"
)

// Office is what the staff's rooms show and change. It is safe for concurrent
// use; what it changes is in force when its methods return.
type Office interface {
	// Survey gathers what a room shows. Proposed are the limits that a
	// calibration found; nil where none was made.
	Survey(ctx context.Context, room flow.Room, lens flow.Lens, language string, proposed *guidance.Limits) (*screen.Room, error)
	// Retry makes the deliveries that were given up due again.
	Retry(ctx context.Context) error
	// Choose has a camera serve a lens, and keeps that.
	Choose(ctx context.Context, lens flow.Lens, camera string) error
	// Keep puts limits in force, and keeps them.
	Keep(ctx context.Context, l guidance.Limits) error
	// Redraft returns the rules as an order would have them, and changes nothing.
	// Its error wraps trust.ErrRules where they would make no sense.
	Redraft(o flow.Order) (*trust.Set, error)
	// Rule puts rules in force, and keeps them.
	Rule(ctx context.Context, by *trust.Set) error
	// Challenges are those that visitors meet, and how many of them; GuardianAge
	// is the age in years below which a colleague decides.
	Challenges() ([]liveness.Kind, int)
	GuardianAge() int
	// Demand returns how to change those, and what the trail is told. It fails
	// with an error of package trust where that would make no sense.
	Demand(o flow.Order) (do func(context.Context) error, told map[string]string, err error)
	// Try tries a colour for a role; it fails with palette.ErrColour.
	Try(role, colour string) error
	// Paint puts the tried colours in force and keeps them; it fails with
	// palette.ErrContrast. Usually puts ours in force.
	Paint(ctx context.Context) error
	Usually(ctx context.Context) error
	// Readable fails where Paint would.
	Readable() error
	// Say has a key say other words in a language, none for those of before, and
	// keeps that. Sayable fails with translations.ErrBraces where it would.
	Sayable(language, key, text string) error
	Say(ctx context.Context, language, key, text string) error
	// Picture reads a logo, nil where the file is "", and fails with screen.ErrLogo; Hang
	// shows one in the place of our mark and keeps that.
	Picture(file string) (*screen.Logo, error)
	Hang(ctx context.Context, logo *screen.Logo) error
	// Brand is the look in force.
	Brand() *screen.Brand
	// Wipe erases every onboarding that is kept here.
	Wipe(ctx context.Context) error
	// Export writes the diagnostics to a file and returns its path.
	Export(ctx context.Context) (string, error)
	// Guidance is the limits in force; OneCamera says that one camera takes
	// document and face.
	Guidance() guidance.Limits
	OneCamera() bool
}

// surveyEvery is how often the deliveries on the screen are brought up to date.
const surveyEvery = 2 * time.Second

// resurvey brings the deliveries on the screen up to date.
func (p *Presenter) resurvey(now time.Time) {
	if p.state.Room == flow.Delivery && !p.state.Busy && now.Sub(p.surveyed) >= surveyEvery {
		p.surveyed = now
		p.perform(flow.Survey{Room: p.state.Room, Lens: p.state.Lens})
	}
}

// survey gathers what a room shows and shows it, unless the room was left.
func (r *record) survey(ctx context.Context, e flow.Survey, had taken) error {
	found, err := r.p.deps.Office.Survey(ctx, e.Room, e.Lens, had.language, had.proposed)
	if err != nil {
		return err
	}
	if e.Room == flow.Diagnostics {
		found.File = r.exported
	}
	r.p.post(func() {
		if r.p.state.Room == e.Room && !reflect.DeepEqual(screen.Get(r.p.model.Room), found) {
			screen.Set(r.p.model.Room, found)
		}
	})
	return nil
}

// deed is an order that makes sense: what the trail hears of it, and how it is
// carried out.
type deed struct {
	event audit.Event
	do    func(context.Context) error
}

// carry carries an order out, once the trail has heard of it.
func (r *record) carry(ctx context.Context, e flow.Carry, had taken) (flow.Event, error) {
	d, err := r.deedOf(e.Order, had)
	if p := senseless(err); p != flow.NoProblem {
		return flow.Senseless{Problem: p}, nil
	}
	if err != nil {
		return nil, err
	}
	d.event.Role = audit.Role(e.By)
	if d.event.What != "" {
		if err := r.tell(ctx, d.event); err != nil {
			return nil, err
		}
	}
	if err := d.do(ctx); err != nil {
		return nil, err
	}
	screen.Set(r.p.model.Brand, r.p.deps.Office.Brand())
	return flow.Carried{OneCamera: r.p.deps.Office.OneCamera()}, nil
}

func (r *record) deedOf(order flow.Order, had taken) (deed, error) {
	office := r.p.deps.Office
	switch order.Task {
	case flow.RetryDeliveries:
		return deed{audit.Event{What: audit.Retried}, office.Retry}, nil
	case flow.ChooseCamera:
		event := audit.Event{What: audit.CameraChosen, Factors: []string{string(order.Lens)}, Subject: strings.ReplaceAll(order.Camera, "/", "_")}
		return deed{event, func(ctx context.Context) error { return office.Choose(ctx, order.Lens, order.Camera) }}, nil
	case flow.KeepLimits:
		return deed{audit.Event{What: audit.LimitsKept, Factors: []string{string(order.Lens)}}, func(ctx context.Context) error {
			if had.proposed == nil {
				return nil
			}
			r.p.post(func() { r.p.proposed = nil })
			return office.Keep(ctx, *had.proposed)
		}}, nil
	case flow.ExportDiagnostics:
		return deed{audit.Event{What: audit.Diagnosed}, func(ctx context.Context) (err error) {
			r.exported, err = office.Export(ctx)
			return err
		}}, nil
	case flow.ToggleChallenge, flow.SetCount, flow.SetGuardian:
		do, told, err := office.Demand(order)
		return deed{audit.Event{What: audit.RulesChanged, Factors: []string{string(order.Task)}, Versions: told}, do}, err
	case flow.DraftColour:
		return deed{do: func(context.Context) error { return nil }}, office.Try(order.Name, order.Value)
	case flow.KeepColours:
		return deed{lookChanged("colours"), office.Paint}, office.Readable()
	case flow.UsualColours:
		return deed{lookChanged("colours"), office.Usually}, nil
	case flow.SayWords:
		return deed{lookChanged(order.Name), func(ctx context.Context) error { return office.Say(ctx, order.Setting, order.Name, order.Value) }},
			office.Sayable(order.Setting, order.Name, order.Value)
	case flow.ChooseLogo:
		logo, err := office.Picture(order.Value)
		return deed{lookChanged("logo"), func(ctx context.Context) error { return office.Hang(ctx, logo) }}, err
	case flow.WipeKept:
		return deed{audit.Event{What: audit.KeptWiped}, office.Wipe}, nil
	case flow.ChangeRule, flow.StandardRules:
		rules, err := office.Redraft(order)
		if err != nil {
			return deed{}, err
		}
		event := audit.Event{What: audit.RulesChanged, Versions: map[string]string{"rules": rules.Digest()}}
		if order.Name != "" {
			event.Factors = []string{order.Name}
		}
		return deed{event, func(ctx context.Context) error { return office.Rule(ctx, rules) }}, nil
	}
	return deed{}, fmt.Errorf("nobody carries out %q", order.Task)
}

func lookChanged(what string) audit.Event {
	return audit.Event{What: audit.LookChanged, Factors: []string{what}}
}

// senseless is why an order makes no sense; NoProblem where that is not what an
// error says.
func senseless(err error) flow.Problem {
	for _, c := range []struct {
		err error
		is  flow.Problem
	}{
		{trust.ErrNumber, flow.NoNumber}, {trust.ErrLimits, flow.BadLimits}, {trust.ErrRequired, flow.MustRequire}, {trust.ErrNothing, flow.NoJudgement},
		{palette.ErrColour, flow.NoColour}, {palette.ErrContrast, flow.LowContrast}, {translations.ErrBraces, flow.LostBraces}, {screen.ErrLogo, flow.BadLogo},
	} {
		if errors.Is(err, c.err) {
			return c.is
		}
	}
	return flow.NoProblem
}
