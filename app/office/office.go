// Package office is what the staff's rooms show, and what can be changed from
// there: deliveries, cameras, rules, look, privacy, diagnostics and figures of
// one kiosk.
// Nothing of it is personal data.
package office

import (
	"context"
	"fmt"
	"sync"
	"time"

	"portico/app/config"
	"portico/app/control"
	"portico/app/flow"
	"portico/app/journal"
	"portico/app/palette"
	"portico/app/screen"
	"portico/app/staff"
	"portico/assets/translations"
	"portico/capture/v4l2"
	"portico/engine/customer"
	"portico/engine/guidance"
	"portico/engine/liveness/passive"
	"portico/engine/trust"
)

// Desk is what the rooms use of control.Desk.
type Desk interface {
	List(ctx context.Context) ([]customer.Summary, error)
	Status(ctx context.Context) (*control.Sync, error)
	Retry(ctx context.Context) (int, error)
	Identity(ctx context.Context) (*control.Identity, error)
	Erase(ctx context.Context, id string) error
}

// Engine decides by rules that can be changed.
type Engine interface {
	Rules() *trust.Set
	Rule(by *trust.Set)
}

// Deps are what the rooms look at. All are required but Settle.
type Deps struct {
	Desk     Desk
	Config   config.Config // at the start
	Engine   Engine
	Versions map[string]string // of program and models
	Faces    Faces
	Passive  *passive.Check
	Words    *translations.Catalogue
	Under    *screen.Brand // the look that the configuration names
	Brand    *screen.Brand // in force at the start: Under, and what was changed at the kiosk
	Built    time.Time     // when the program was made
	Journal  *journal.Journal
	Room     func(context.Context) error // of the store: customer.ErrFull where no onboarding can begin
	Cameras  func() ([]v4l2.Camera, error)
	Settle   func(config.Camera)  // has the kiosk use these cameras from the next visitor on; nil where a recording plays
	Live     func(config.Privacy) // has the store keep data so long, from their next change on
	Sound    func(volume int)     // has the cues sound so loud, in per cent
}

// Office is the rooms of a kiosk. It is safe for concurrent use.
type Office struct {
	deps Deps

	mu        sync.Mutex
	camera    config.Camera   // in force
	liveness  config.Liveness // in force
	guardian  int             // in force
	privately config.Privacy  // in force
	volume    int             // in force
	brand     *screen.Brand   // in force
	tried     palette.Colours // of whoever paints now
	study     study
}

// New returns the rooms.
func New(deps Deps) *Office {
	return &Office{deps: deps, camera: deps.Config.Camera, liveness: deps.Config.Liveness, guardian: deps.Config.Trust.GuardianAge, privately: deps.Config.Privacy, volume: deps.Config.Sound.Volume, brand: deps.Brand, tried: deps.Brand.Colours}
}

// Survey gathers what a room shows.
func (o *Office) Survey(ctx context.Context, room flow.Room, lens flow.Lens, language string, proposed *guidance.Limits) (*screen.Room, error) {
	var r screen.Room
	var err error
	switch room {
	case flow.Delivery:
		r.Delivery, err = o.delivery(ctx)
	case flow.Cameras:
		r.Cameras, err = o.cameras(lens, proposed)
	case flow.Rules:
		r.Rules = o.rules()
	case flow.Liveness:
		r.Liveness = o.livenessRoom()
	case flow.Looks:
		r.Looks = o.looks(language)
	case flow.Privacy:
		r.Privacy, err = o.privacy(ctx, language)
	case flow.Diagnostics:
		r.Facts, err = o.facts(ctx)
	case flow.Figures:
		r.Figures, err = o.figures(ctx, time.Now())
	}
	if err != nil {
		return nil, fmt.Errorf("look into the room %s: %w", room, err)
	}
	return &r, nil
}

// pins returns the roles that have a PIN.
func (o *Office) pins() (have []staff.Role) {
	book := o.deps.Config.StaffPINs()
	for _, r := range staff.Roles() {
		if f, err := book.File(r); err == nil && f.Check() == nil {
			have = append(have, r)
		}
	}
	return have
}
