package presenter

import (
	"context"
	"image"
	"reflect"
	"time"

	"portico/app/flow"
	"portico/app/screen"
	"portico/engine/guidance"
	"portico/engine/liveness"
	"portico/engine/trust"
)

// Office is what the staff's rooms show and change. It is safe for concurrent
// use; what it changes is kept, and in force when its methods return.
type Office interface {
	// Survey gathers what a room shows. Proposed are the limits that a
	// calibration found; nil where none was made.
	Survey(ctx context.Context, room flow.Room, lens flow.Lens, language string, proposed *guidance.Limits) (*screen.Room, error)
	// Retry makes the deliveries that were given up due again.
	Retry(ctx context.Context) error
	// Lifetime returns how to keep data of a kind for as long as an order says,
	// and what the trail is told; nonsense fails with an error of package trust,
	// longer than visitors here agreed to with screen.ErrPromised.
	Lifetime(ctx context.Context, o flow.Order) (do func(context.Context) error, told map[string]string, err error)
	// Wipe erases every onboarding that is kept here.
	Wipe(ctx context.Context) error
	// Export writes the diagnostics to a file and returns its path.
	Export(ctx context.Context) (string, error)
	Lenses
	Rulebook
	Decor
	Laboratory
}

// Lenses are the part of an Office that is about cameras.
type Lenses interface {
	// Choose has a camera serve a lens.
	Choose(ctx context.Context, lens flow.Lens, camera string) error
	// Keep puts limits in force, which Guidance returns.
	Keep(ctx context.Context, l guidance.Limits) error
	Guidance() guidance.Limits
	// OneCamera says that one camera takes document and face.
	OneCamera() bool
}

// Rulebook is the part of an Office that is about what visitors are asked and
// judged by. What would make no sense fails with an error of package trust.
type Rulebook interface {
	// Redraft returns the rules as an order would have them, and changes nothing.
	Redraft(o flow.Order) (*trust.Set, error)
	// Rule puts rules in force.
	Rule(ctx context.Context, by *trust.Set) error
	// Challenges are those that visitors meet, and how many of them; GuardianAge
	// is the age in years below which a colleague decides.
	Challenges() ([]liveness.Kind, int)
	GuardianAge() int
	// Demand returns how to change those, and what the trail is told.
	Demand(o flow.Order) (do func(context.Context) error, told map[string]string, err error)
}

// Decor is the part of an Office that is about how the kiosk looks and sounds.
type Decor interface {
	// Brand is the look in force.
	Brand() *screen.Brand
	// Try tries a colour for a role; it fails with palette.ErrColour.
	Try(role, colour string) error
	// Paint puts the tried colours in force; Readable fails with
	// palette.ErrContrast where it would. Usually puts ours in force.
	Paint(ctx context.Context) error
	Readable() error
	Usually(ctx context.Context) error
	// Say has a key say other words in a language, none for those of before.
	// Sayable fails with translations.ErrBraces where it would.
	Say(ctx context.Context, language, key, text string) error
	Sayable(language, key, text string) error
	// Hang shows a logo, nil for our mark. Picture reads one, nil where the file
	// is "", and fails with screen.ErrLogo.
	Hang(ctx context.Context, logo *screen.Logo) error
	Picture(file string) (*screen.Logo, error)
	// Volume returns how to have the cues sound as loud as an order says, and
	// what the trail is told; nonsense fails with an error of package trust.
	Volume(o flow.Order) (do func(context.Context) error, told map[string]string, err error)
}

// Laboratory is the part of an Office that sets the passive check for this
// desk's camera.
type Laboratory interface {
	// Examine returns what the check sees of a picture, and keeps none of it;
	// false where it cannot judge.
	Examine(ctx context.Context, img *image.RGBA) (map[string]float64, bool, error)
	// Collect adds what it saw of one person or copy; Discard forgets it all.
	Collect(of flow.Subject, take []map[string]float64)
	Discard(ctx context.Context) error
	// Doubt returns how to put limits in force, and what the trail is told.
	Doubt(o flow.Order) (do func(context.Context) error, told map[string]string, err error)
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
