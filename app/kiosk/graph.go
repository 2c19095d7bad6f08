package main

import (
	"context"
	"crypto/ed25519"
	"crypto/rand"
	"errors"
	"fmt"
	"image"
	"log/slog"
	"os"
	"path/filepath"
	"time"

	"github.com/google/uuid"

	"portico/app/config"
	"portico/app/control"
	"portico/app/flow"
	"portico/app/hands"
	"portico/app/journal"
	"portico/app/node"
	"portico/app/office"
	"portico/app/presenter"
	"portico/app/sound"
	"portico/app/staff"
	"portico/app/ui"
	"portico/app/view"
	"portico/capture/v4l2"
	"portico/engine/native/assemble"
	"portico/engine/trust"
	"portico/sync/disclient"
	"portico/sync/disserver"
	"portico/sync/outbox"
	"portico/sync/store/bolt"
	"portico/sync/token"
)

// graph is the kiosk's objects, ready to run.
type graph struct {
	presenter *presenter.Presenter
	screens   *view.Kiosk
	services  []func(context.Context) error // each blocks until its context is done
	closers   []func() error
	lead      func(context.Context) error // through an onboarding without hands; nil where visitors do it
}

func (g *graph) close() error {
	var errs []error
	for i := len(g.closers) - 1; i >= 0; i-- {
		errs = append(errs, g.closers[i]())
	}
	return errors.Join(errs...)
}

// settings is the configuration with the flags over it. The place's time zone is
// the process's from then on.
func settings(o options) (config.Config, error) {
	cfg, err := config.Load(o.config, func(cfg *config.Config) {
		for flag, field := range map[*string]*string{
			&o.data: &cfg.Data, &o.keyFile: &cfg.KeyFile,
			&o.backend: &cfg.Backend.URL, &o.tokenFile: &cfg.Backend.TokenFile,
		} {
			if *flag != "" {
				*field = *flag
			}
		}
		if o.camera != "" {
			cfg.Camera.Document, cfg.Camera.Face = o.camera, o.camera
		}
		if o.windowed || o.window != "" {
			cfg.Window.FullScreen = false
		}
	})
	if err != nil {
		return cfg, err
	}
	time.Local, err = cfg.Trust.Zone() // before anything else runs
	return cfg, err
}

// built is when this program was made: when its file was written, which
// packages keep.
func built() (time.Time, error) {
	file, err := os.Executable()
	if err != nil {
		return time.Time{}, fmt.Errorf("find the program: %w", err)
	}
	info, err := os.Stat(file)
	if err != nil {
		return time.Time{}, fmt.Errorf("find the program: %w", err)
	}
	return info.ModTime(), nil
}

// build makes the objects, over the engine when it is opened. What was opened is
// closed by the graph's close, and at once when it fails.
func build(ctx context.Context, o options, cfg config.Config, opened func() (*assemble.Parts, error), kept *journal.Journal) (_ *graph, err error) {
	log := slog.New(kept)
	g := &graph{}
	defer func() {
		if err != nil {
			err = errors.Join(err, g.close())
		}
	}()
	parts, err := opened()
	if err != nil {
		return nil, err
	}
	g.closers = append(g.closers, parts.Close)
	rules, err := cfg.Trust.Set()
	if err != nil {
		return nil, err
	}
	if err := parts.Supply(ctx, cfg.Liveness.Network); err != nil {
		return nil, err
	}
	parts.Grade(cfg.Camera.Pages)
	parts.Settle(rules, cfg.Liveness.Limits)
	cams, err := openCameras(o, cfg, sightings(ctx, cfg.Data, log), log)
	if err != nil {
		return nil, err
	}
	g.closers = append(g.closers, cams.close)
	if cams.demonstrates {
		cfg = apart(cfg)
	}
	store, err := node.OpenStore(ctx, cfg, false, log)
	if err != nil {
		return nil, err
	}
	g.closers = append(g.closers, store.Close)

	// The presenter and the outbox need each other: one wakes the other, which
	// asks whether anybody is being captured.
	idle := func() bool { return !g.presenter.Occupied() }
	client, err := g.backend(ctx, parts, store, cfg, idle, log)
	if err != nil {
		return nil, err
	}
	workers, err := store.Workers(client, cfg, outbox.Config{Ready: idle, Log: log})
	if err != nil {
		return nil, err
	}
	report := &reporter{file: o.result, engine: parts.Engine, log: log, waits: o.unattended()}
	own, err := openBrand(cfg, log)
	if err != nil {
		return nil, err
	}
	made, err := built()
	if err != nil {
		return nil, err
	}
	cues := sound.NewPlayer(share(cfg.Sound.Volume))
	pins, versions := cfg.StaffPINs(), node.Versions()
	desk := store.Desk(func() ([]*outbox.Worker, error) { return workers, nil })
	rooms := office.New(office.Deps{
		Desk: desk, Config: cfg, Engine: parts.Engine, Versions: versions, Faces: parts.Faces, Passive: parts.Passive, Words: own.words, Under: own.under, Brand: own.look, Built: made, Journal: kept, Room: store.Room, Cameras: v4l2.List, Settle: cams.settle, Live: store.Keep,
		Sound: func(volume int) { cues.SetVolume(share(volume)); cues.Play(sound.Taken) },
	})
	g.presenter = presenter.New(presenter.Deps{
		Engine: parts.Engine, Documents: parts.Documents, Faces: parts.Faces, Cameras: cams, Store: store, Audit: store.Audit, Versions: versions,
		Staff: pins, Office: rooms, Owe: node.Owed(cfg), Seal: store.SealRecord, Wake: wake(workers), UI: ui.Do, NewID: uuid.NewString, Seed: seed, Log: log,
		Frame:    func(img *image.RGBA) { g.screens.Frame(img) },
		Sound:    cues.Play,
		Print:    paper(cfg.Printer, own.words),
		Save:     file(own.words),
		Finished: report.finished,
	}, presenter.Config{
		Setup: flow.Setup{OneCamera: cams.shared, Access: access(cams, pins, log), Printer: cfg.Printer.Name != "", Save: !cfg.Window.FullScreen, Motion: cfg.Window.Motion && cams.settle != nil, Choose: cfg.Window.Choose, FourEyes: fourEyes(cams, cfg.Staff, pins, log)}, Language: cfg.Window.Language, ConsentText: func(language string) string { return rooms.Terms(language).Version }, Built: made,
	})
	g.screens = view.NewKiosk(view.Kit{
		Model: g.presenter.Model(), Send: g.presenter.Send, Shoot: g.presenter.Shoot, Speak: g.presenter.Speak,
		Painted: func() { g.presenter.Painted(); report.painted() },
		Rules:   func() []trust.Rule { return parts.Engine.Rules().Rules(true) }, Terms: rooms.Terms, Notice: notice(cams), Discreet: !cfg.Window.ShowResult, Touched: cfg.Window.FullScreen && touchscreen(os.DirFS("/sys")),
	}, own.words)
	if o.unattended() {
		g.lead = func(ctx context.Context) error {
			if err := hands.Lead(ctx, g.presenter); err != nil {
				return fmt.Errorf("there is no result: %w", err)
			}
			return report.conclude(g.presenter.Screens())
		}
	}
	for _, w := range workers {
		g.services = append(g.services, w.Run)
	}
	g.services = append(g.services, heartbeat(g.presenter.Answer), g.presenter.Run, sweeper(store.Store, log),
		func(ctx context.Context) error { return control.Serve(ctx, cfg.Data, desk, log) })
	return g, nil
}

// seed is chance that nobody can foresee.
func seed() (s [32]byte) {
	rand.Read(s[:]) // never fails
	return s
}

// apart keeps the demonstration to itself: a store, a key and an embedded
// backend of its own. Nobody who never lived is ever delivered.
func apart(cfg config.Config) config.Config {
	const suffix = "-demonstration"
	cfg.Data += suffix
	cfg.KeyFile += suffix
	cfg.Staff.SettingsFile = filepath.Join(cfg.Data, "settings.toml") // nobody needs a PIN to change them
	cfg.Backend, cfg.Webhook = config.Backend{}, config.Webhook{}
	return cfg
}

func wake(workers []*outbox.Worker) func() {
	return func() {
		for _, w := range workers {
			w.Wake()
		}
	}
}

// access says who may decide over a REVIEW here: whoever knows the PIN, in the
// demonstration everybody, else nobody.
func access(c *cameras, pins staff.Book, log *slog.Logger) flow.Access {
	if c.demonstrates {
		return flow.OpenAccess
	}
	if err := pins.Check(); err != nil {
		log.Warn("nobody can decide at this kiosk; a REVIEW is kept and delivered as it is", "error", err)
		return flow.NoAccess
	}
	return flow.PINAccess
}

// fourEyes says whether two colleagues must agree; in the demonstration nobody
// could tell them apart.
func fourEyes(c *cameras, cfg config.Staff, pins staff.Book, log *slog.Logger) bool {
	if c.demonstrates || !cfg.FourEyes {
		return false
	}
	if err := pins.CheckTwo(); err != nil {
		log.Warn("nobody can confirm a decision at this kiosk: staff.four-eyes needs PINs of two roles", "error", err)
	}
	return true
}

// notice is the key of a word for the header.
func notice(c *cameras) string {
	if c.demonstrates {
		return "notice.demo"
	}
	return ""
}

// backend returns a client of the configured backend or, without one, of an
// embedded one with a folder and a key of its own, which takes the liveness
// records that store signs.
func (g *graph) backend(ctx context.Context, parts *assemble.Parts, store *node.Vault, cfg config.Config, idle func() bool, log *slog.Logger) (*disclient.Client, error) {
	if cfg.Backend.URL != "" {
		return node.Client(cfg.Backend)
	}
	own := cfg
	own.Data, own.KeyFile, own.Server = cfg.Data+"-backend", cfg.KeyFile+"-backend", config.Server{}
	backend, err := node.OpenBackend(ctx, own, log)
	if err != nil {
		return nil, err
	}
	g.closers = append(g.closers, backend.Close)
	ln, err := node.Listen("127.0.0.1:0", own.Server)
	if err != nil {
		return nil, fmt.Errorf("listen for the embedded backend: %w", err)
	}
	// Its customers outlive the program, its token does not: the group is whose
	// they are.
	known, text := token.New(token.Kiosk, time.Now())
	known.Group = "kiosk"
	device, err := store.Device(ctx)
	if err != nil {
		return nil, err
	}
	h := node.Handler(parts, backend, disserver.Config{
		Tokens: token.Fixed{known}, Devices: []ed25519.PublicKey{device}, Idle: idle, Log: log,
	})
	g.services = append(g.services,
		func(ctx context.Context) error { return node.Serve(ctx, ln, h) },
		func(ctx context.Context) error {
			backend.Sweep(ctx, log)
			return ctx.Err()
		})
	return disclient.New(ln.URL, disclient.Config{Token: text})
}

func sweeper(s *bolt.Store, log *slog.Logger) func(context.Context) error {
	return func(ctx context.Context) error {
		node.Sweep(ctx, s, log)
		return ctx.Err()
	}
}

// share is a volume in per cent as the cues take it.
func share(percent int) float64 { return float64(percent) / 100 }
