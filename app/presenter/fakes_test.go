package presenter_test

import (
	"bytes"
	"cmp"
	"context"
	"errors"
	"fmt"
	"image"
	"io"
	"log/slog"
	"maps"
	"slices"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"portico/app/flow"
	"portico/app/presenter"
	"portico/app/receipt"
	"portico/app/screen"
	"portico/app/sound"
	"portico/app/staff"
	"portico/capture"
	"portico/engine/customer"
	"portico/engine/document"
	"portico/engine/face"
	"portico/engine/imaging"
	"portico/engine/liveness"
	"portico/engine/liveness/record"
	"portico/engine/onboarding"
	"portico/engine/trust"
	"portico/sync/audit"
	"portico/sync/outbox"
)

// engine answers as told; by default all goes well.
type engine struct {
	readPage func(ctx context.Context, side document.Side) (onboarding.PageOutcome, error) // a zero outcome: a page
	looked   [][]byte                                                                      // pictures of pages that were, or were to be, read
	photos   map[*customer.Page][]byte                                                     // of pages that were
	decision trust.Decision
	passed   trust.Result

	sources []string // of the document

	reach  func() float64 // distance of the pupils, in shorter sides of a picture
	drawn  uint64         // of the challenge's chance
	sealed record.Record  // the last that was signed
	unable error          // to sign
	frames int            // of the last take
}

func (e *engine) StartDocument(c *customer.Customer, a customer.Advice, sources, _ []string) {
	e.sources = sources
	c.Document = &customer.Document{Advice: a, Pages: map[document.Side]*customer.Page{}}
}

func (e *engine) ReadPage(ctx context.Context, _ *customer.Customer, photo []byte, sides []document.Side) (onboarding.PageOutcome, error) {
	e.looked = append(e.looked, photo)
	if e.readPage != nil {
		if out, err := e.readPage(ctx, sides[0]); err != nil || out.Code != "" {
			return out, err
		}
	}
	p := &customer.Page{Page: document.Page{
		Type: &document.Type{Kind: "identity-card", MRTD: "TD1"}, Side: sides[0],
		Visual: map[string]document.Field{document.Surname: {Value: "Specimen", Confidence: 1, Source: document.VisualZone}},
	}}
	if e.photos == nil {
		e.photos = map[*customer.Page][]byte{}
	}
	e.photos[p] = photo
	return onboarding.PageOutcome{Page: p, Reading: &document.Reading{Page: p.Page, Rectified: picture()}}, nil
}

func (e *engine) KeepPage(c *customer.Customer, out onboarding.PageOutcome) {
	out.Page.Photo = c.Attach(e.photos[out.Page])
	c.Document.Pages[out.Page.Side] = out.Page
}

func (e *engine) SetSelfie(_ context.Context, c *customer.Customer, photo []byte) (onboarding.FaceOutcome, error) {
	c.Selfie = &customer.Selfie{Image: c.Attach(photo)}
	return onboarding.FaceOutcome{Face: oneFace(0)}, nil
}

func (e *engine) StartLiveness(c *customer.Customer) { c.Liveness = &customer.Liveness{} }

func (e *engine) AddLivenessSelfie(_ context.Context, c *customer.Customer, photo []byte, a liveness.Assertion) (onboarding.FaceOutcome, error) {
	c.Liveness.Selfies = append(c.Liveness.Selfies, customer.LivenessSelfie{Assertion: a, Image: c.Attach(photo)})
	return onboarding.FaceOutcome{Face: oneFace(0)}, nil
}

// NewTake is a real one: it measures what the camera shows.
func (e *engine) NewTake() *onboarding.Take {
	return onboarding.New(nil, e, nil, imaging.Limits{}).NewTake()
}

func (e *engine) AddTake(_ context.Context, c *customer.Customer, id string, take *onboarding.Take, r record.Record) (onboarding.FaceOutcome, error) {
	assertion := map[liveness.Kind]liveness.Assertion{liveness.MagnifEye: liveness.Approaching, liveness.Light: liveness.Lit}[r.Kind]
	c.Liveness.Selfies = append(c.Liveness.Selfies, customer.LivenessSelfie{Assertion: assertion, Record: id})
	c.Liveness.Takes = append(c.Liveness.Takes, customer.Take{Record: id, Result: liveness.Result{Kind: r.Kind}})
	e.drawn, e.frames = r.Random().Uint64(), take.Len()
	return onboarding.FaceOutcome{Face: oneFace(0)}, nil
}

func (e *engine) EvaluateLiveness(_ context.Context, _ *customer.Customer, kind liveness.Kind) (liveness.Result, error) {
	return liveness.Result{Kind: kind}, nil
}

// seal keeps a record, which its maker may wipe.
func (e *engine) seal(_ context.Context, r record.Record) ([]byte, error) {
	e.sealed = r
	e.sealed.Frames = nil
	for _, f := range r.Frames {
		e.sealed.Frames = append(e.sealed.Frames, record.Frame{At: f.At, Image: bytes.Clone(f.Image)})
	}
	return []byte("sealed"), e.unable
}

// Find finds a face as far away as it is said to be, none at no distance.
func (e *engine) Find(context.Context, *image.RGBA) ([]face.Face, error) {
	f, reach := oneFace(0), e.reach()
	if reach == 0 {
		return nil, nil
	}
	f.Mesh, f.EyeDistance = make([]face.Point3, 478), 480*reach
	return []face.Face{f}, nil
}

func (e *engine) Template(context.Context, *image.RGBA, face.Face) (face.Template, error) {
	return nil, nil
}

func (e *engine) Attributes(context.Context, *image.RGBA, face.Face) (face.Attributes, error) {
	return face.Attributes{}, nil
}

func (e *engine) Compare(_, _ face.Template) (face.Match, error) { return face.Match{}, nil }

func (e *engine) InspectDocument(*customer.Customer, time.Time) onboarding.DocumentInspection {
	return onboarding.DocumentInspection{}
}

func (e *engine) Decide(*customer.Customer, time.Time) trust.Verdict {
	return trust.Verdict{Decision: e.decision, Factors: []trust.Outcome{{Name: trust.ActiveLiveness, Result: e.passed}}}
}

func (e *engine) Finish(c *customer.Customer, now time.Time) {
	v := e.Decide(c, now)
	c.Verdict, c.State = &v, customer.Finished
}

// card lies still in the middle of every picture.
type card struct{}

func (card) Locate(img *image.RGBA) (document.Location, bool) {
	in := image.Rect(50, 50, 590, 390)
	at := document.Location{Corners: imaging.RectQuad(in), Confidence: 1, Page: imaging.Gray(imaging.Crop(img, in))}
	at.Quality.Brightness.Score = .5
	return at, true
}

// someone looks straight at the camera and smiles when asked to.
type someone struct{ smile func() float64 }

func (s someone) Detect(context.Context, *image.RGBA) ([]face.Face, error) {
	return []face.Face{oneFace(s.smile())}, nil
}

func oneFace(smile float64) face.Face {
	return face.Face{
		Box:      imaging.RectQuad(image.Rect(220, 100, 420, 380)),
		EyesOpen: [2]float64{.3, .3}, Smile: smile,
	}
}

func picture() *image.RGBA {
	img := image.NewRGBA(image.Rect(0, 0, 640, 480))
	for i := range img.Pix { // squares: something sharp
		x, y := i/4%640, i/4/640
		img.Pix[i] = 0x50 + uint8(0x60*((x/32+y/32)%2))
	}
	return img
}

// camera delivers the same picture 15 times a second. It can be unplugged.
type camera struct {
	mu    sync.Mutex
	gone  bool
	scene *image.RGBA // in the place of the usual picture; nil for that
	alive bool        // no picture is as the one before
}

// shows has something else before the camera.
func (c *camera) shows(scene *image.RGBA) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.scene = scene
}

func (c *camera) sees(usual *image.RGBA) *image.RGBA {
	c.mu.Lock()
	defer c.mu.Unlock()
	return cmp.Or(c.scene, usual)
}

func (c *camera) For(step flow.Step) (string, capture.Opener) {
	return string(step), func(context.Context) (capture.Source, error) {
		if c.unplugged() {
			return nil, capture.ErrNoCamera
		}
		return &stream{camera: c, img: picture(), start: time.Now(), closed: make(chan struct{})}, nil
	}
}

func (c *camera) unplug(gone bool) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.gone = gone
}

func (c *camera) unplugged() bool {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.gone
}

type stream struct {
	camera *camera
	img    *image.RGBA
	seq    uint64
	start  time.Time
	once   sync.Once
	closed chan struct{}
}

func (s *stream) Read(ctx context.Context) (capture.Frame, error) {
	select {
	case <-time.After(time.Second / 15):
	case <-ctx.Done():
		return capture.Frame{}, ctx.Err()
	case <-s.closed:
		return capture.Frame{}, io.EOF
	}
	if s.camera.unplugged() {
		return capture.Frame{}, capture.ErrGone
	}
	s.seq++
	if s.camera.alive {
		s.img = picture()
		s.img.Pix[0] = uint8(8 * s.seq)
	}
	return capture.Frame{Image: s.camera.sees(s.img), Seq: s.seq, Time: time.Since(s.start)}, nil
}

func (s *stream) Close() error {
	s.once.Do(func() { close(s.closed) })
	return nil
}

// store remembers what it was told.
type store struct {
	full    error // of Room
	mu      sync.Mutex
	saved   []*customer.Customer
	entries []outbox.Entry
	deleted []string
	fail    error

	deleting func() // called before a record goes
}

func (s *store) Room(context.Context) error { return s.full }

func (s *store) Create(context.Context, *customer.Customer) error { return nil }

func (s *store) SaveWith(_ context.Context, c *customer.Customer, entries ...outbox.Entry) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.fail != nil {
		return s.fail
	}
	s.saved, s.entries = append(s.saved, c), append(s.entries, entries...)
	return nil
}

func (s *store) Delete(_ context.Context, id string) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.deleting != nil {
		s.deleting()
	}
	s.deleted = append(s.deleted, id)
	return s.fail
}

// pins are the staff's.
type pins map[staff.PIN]staff.Role

func (p pins) Who(entered staff.PIN) (staff.Role, error) { return p[entered], nil }

// kiosk is a presenter at work, without a window.
type kiosk struct {
	*presenter.Presenter
	engine   *engine
	camera   *camera
	store    *store
	office   office
	trail    trail
	woken    int
	printed  receipt.Receipt
	heard    []sound.Cue
	outcomes []presenter.Outcome
}

// start runs a presenter until the test ends. It must be called in a bubble.
func start(t *testing.T, change func(*presenter.Deps), kinds ...liveness.Kind) *kiosk {
	t.Helper()
	k := startWith(t, change, func(*presenter.Config) {})
	k.office.kinds = kinds
	return k
}

// startWith is start at a kiosk that is set up otherwise.
func startWith(t *testing.T, change func(*presenter.Deps), configure func(*presenter.Config)) *kiosk {
	t.Helper()
	k := &kiosk{engine: &engine{decision: trust.Accept, passed: trust.Pass}, camera: &camera{}, store: &store{}}
	deps := presenter.Deps{
		Engine: k.engine, Documents: card{}, Cameras: k.camera, Store: k.store, Audit: &k.trail,
		Owe: func(c *customer.Customer) []outbox.Entry {
			return []outbox.Entry{{Topic: "customer.finished", Key: c.ID}}
		},
		Faces: someone{func() float64 {
			if screen.Get(k.Model().State).Step == flow.Smile {
				return 1
			}
			return 0
		}},
		Seal: k.engine.seal, Wake: func() { k.woken++ }, UI: func(f func()) { go f() }, Frame: func(*image.RGBA) {},
		Finished: func(o presenter.Outcome) { k.outcomes = append(k.outcomes, o) },
		Staff:    pins{"271828": staff.Clerk, "314159": staff.Operator}, Office: &k.office,
		Sound: func(c sound.Cue) { k.heard = append(k.heard, c) },
		Print: func(_ context.Context, r receipt.Receipt, _ string) error {
			k.printed = r
			return nil
		},
		Seed:  func() [32]byte { return [32]byte{7} },
		NewID: func() string { return "0f9a2c11-0000-4000-8000-000000000000" },
		Log:   slog.New(slog.DiscardHandler),
	}
	if change != nil {
		change(&deps)
	}
	cfg := presenter.Config{
		Setup:    flow.Setup{OneCamera: true, Access: flow.PINAccess, Printer: true},
		Language: "en", ConsentText: func(string) string { return "v1" },
	}
	configure(&cfg)
	k.Presenter = presenter.New(deps, cfg)
	ctx, cancel := context.WithCancel(context.Background())
	ended := make(chan struct{})
	go func() {
		defer close(ended)
		_ = k.Run(ctx)
	}()
	t.Cleanup(func() {
		cancel()
		<-ended
		wait(time.Second) // for an interface thread that answers late
	})
	return k
}

func (k *kiosk) step() flow.Step { return screen.Get(k.Model().State).Step }

// wait lets time pass.
func wait(d time.Duration) {
	time.Sleep(d)
	synctest.Wait()
}

// reach waits until a step is shown.
func (k *kiosk) reach(t *testing.T, want flow.Step) {
	t.Helper()
	for range 200 {
		wait(100 * time.Millisecond)
		if k.step() == want {
			return
		}
	}
	t.Fatalf("after 20 s the step is %q, want %q", k.step(), want)
}

// send reports events of the screens, one after the other.
func (k *kiosk) send(events ...flow.Event) {
	for _, ev := range events {
		k.Send(ev)
		synctest.Wait()
	}
}

// trail remembers what it was told, in words, and fails at one event where
// a test says so.
type trail struct {
	mu    sync.Mutex
	told  []string
	fails audit.What
}

func (t *trail) Append(_ context.Context, e audit.Event) error {
	t.mu.Lock()
	defer t.mu.Unlock()
	words := []string{string(e.What), string(e.Role)}
	if e.Decision != "" {
		words = append(words, e.Decision)
	}
	for _, reason := range slices.Sorted(maps.Keys(e.Retakes)) {
		words = append(words, fmt.Sprintf("%s:%d", reason, e.Retakes[reason]))
	}
	if e.What == t.fails {
		return errors.New("the disk of the trail is full")
	}
	t.told = append(t.told, strings.Join(append(words, e.Factors...), " "))
	return e.Validate()
}
