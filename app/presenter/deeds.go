package presenter

import (
	"context"
	"errors"
	"fmt"
	"strings"

	"portico/app/flow"
	"portico/app/palette"
	"portico/app/screen"
	"portico/assets/translations"
	"portico/engine/trust"
	"portico/sync/audit"
)

// deed is an order that makes sense: what the trail hears of it, and how it is
// carried out.
type deed struct {
	event audit.Event
	do    func(context.Context) error
}

// carry carries an order out, once the trail has heard of it.
func (r *record) carry(ctx context.Context, e flow.Carry, had taken) (flow.Event, error) {
	d, err := r.deedOf(ctx, e.Order, had)
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

func (r *record) deedOf(ctx context.Context, order flow.Order, had taken) (deed, error) {
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
	case flow.SetVolume:
		do, told, err := office.Volume(order)
		return deed{audit.Event{What: audit.LookChanged, Factors: []string{"volume"}, Versions: told}, do}, err
	case flow.SetLifetime:
		do, told, err := office.Lifetime(ctx, order)
		return deed{audit.Event{What: audit.LifeChanged, Versions: told}, do}, err
	case flow.DiscardStudy:
		return deed{do: office.Discard}, nil
	case flow.KeepDoubt, flow.UsualDoubt:
		do, told, err := office.Doubt(order)
		return deed{audit.Event{What: audit.LimitsKept, Factors: []string{"passive"}, Versions: told}, do}, err
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
		{trust.ErrNumber, flow.NoNumber},
		{trust.ErrLimits, flow.BadLimits},
		{trust.ErrRequired, flow.MustRequire},
		{trust.ErrNothing, flow.NoJudgement},
		{palette.ErrColour, flow.NoColour},
		{palette.ErrContrast, flow.LowContrast},
		{translations.ErrBraces, flow.LostBraces},
		{screen.ErrLogo, flow.BadLogo},
		{screen.ErrPromised, flow.Promised},
	} {
		if errors.Is(err, c.err) {
			return c.is
		}
	}
	return flow.NoProblem
}
