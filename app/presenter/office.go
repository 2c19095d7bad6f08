package presenter

import (
	"context"
	"reflect"
	"strings"
	"time"

	"portico/app/flow"
	"portico/app/screen"
	"portico/engine/guidance"
	"portico/sync/audit"
)

// Office is what the staff's rooms show and change. It is safe for concurrent
// use; what it changes is in force when its methods return.
type Office interface {
	// Survey gathers what a room shows. Proposed are the limits that a
	// calibration found; nil where none was made.
	Survey(ctx context.Context, room flow.Room, lens flow.Lens, proposed *guidance.Limits) (*screen.Room, error)
	// Retry makes the deliveries that were given up due again.
	Retry(ctx context.Context) error
	// Choose has a camera serve a lens, and keeps that.
	Choose(ctx context.Context, lens flow.Lens, camera string) error
	// Keep puts limits in force, and keeps them.
	Keep(ctx context.Context, l guidance.Limits) error
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
	found, err := r.p.deps.Office.Survey(ctx, e.Room, e.Lens, had.proposed)
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

// told is what the trail says of an order that was given.
var told = map[flow.Task]audit.What{
	flow.RetryDeliveries: audit.Retried, flow.ChooseCamera: audit.CameraChosen,
	flow.KeepLimits: audit.LimitsKept, flow.ExportDiagnostics: audit.Diagnosed,
}

// carry carries an order out, once the trail has heard of it.
func (r *record) carry(ctx context.Context, e flow.Carry, had taken) (flow.Event, error) {
	order, office := e.Order, r.p.deps.Office
	event := audit.Event{What: told[order.Task], Role: audit.Role(e.By), Subject: strings.ReplaceAll(order.Camera, "/", "_")}
	if order.Lens != "" {
		event.Factors = []string{string(order.Lens)}
	}
	if err := r.tell(ctx, event); err != nil {
		return nil, err
	}
	var err error
	switch order.Task {
	case flow.RetryDeliveries:
		err = office.Retry(ctx)
	case flow.ChooseCamera:
		err = office.Choose(ctx, order.Lens, order.Camera)
	case flow.KeepLimits:
		if had.proposed != nil {
			err = office.Keep(ctx, *had.proposed)
			r.p.post(func() { r.p.proposed = nil })
		}
	case flow.ExportDiagnostics:
		r.exported, err = office.Export(ctx)
	}
	if err != nil {
		return nil, err
	}
	return flow.Carried{OneCamera: office.OneCamera()}, nil
}
