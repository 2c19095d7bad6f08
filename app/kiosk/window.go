package main

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"os"
	"sync"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/app"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/theme"
	"github.com/coreos/go-systemd/v22/daemon"
	"github.com/go-gl/glfw/v3.3/glfw"

	"portico/app/flow"
	"portico/app/journal"
	"portico/app/ui"
	"portico/app/widget"
	"portico/engine/native/assemble"
)

// run opens the window and works until it is closed or ctx is done.
func run(ctx context.Context, o options, kept *journal.Journal) (err error) {
	log := slog.New(kept)
	size, err := windowSize(o.window)
	if err != nil {
		return err
	}
	if os.Getenv("DISPLAY") == "" && os.Getenv("WAYLAND_DISPLAY") == "" {
		return errors.New("there is no display here; 'make demo' runs the kiosk in a window of its own")
	}
	if err := writable(o.result); err != nil {
		return err
	}
	cfg, err := settings(o)
	if err == nil && cfg.Window.FullScreen && o.replay == "" {
		release, err := claim(session())
		if err != nil {
			return err
		}
		defer func() { _ = release() }()
	}
	if err := windowFirst(); err != nil {
		log.Warn("the window waits for what is computed", "error", err)
	}
	var opened func() (*assemble.Parts, error)
	if err == nil {
		opened = meanwhile(func() (*assemble.Parts, error) {
			return assemble.OpenUnder(ctx, cfg.Models.Policy, cfg.Templates.Folders()...)
		})
	}
	if err := openDisplay(); err != nil {
		return err
	}
	a := app.NewWithID("id.portico.kiosk")
	endQuietly(a)
	a.Settings().SetTheme(widget.ThemeFor(size, flow.Look{}))
	w := a.NewWindow("Portico")
	w.SetPadded(false)
	var g *graph
	if err == nil {
		showEmpty(w, size, cfg.Window.FullScreen)
		g, err = build(ctx, o, cfg, opened, kept)
	}
	if err != nil {
		if !o.unattended() && ctx.Err() == nil {
			log.Error("the kiosk cannot start", "error", err)
			w.Hide()
			err = errors.Join(err, showFailure(a, cfg.Window.Language, err))
		}
		return err
	}
	w.SetContent(container.New(filled{g.screens.Fit}, g.screens.Content()))
	w.Canvas().SetOnTypedKey(g.screens.Key)
	w.Canvas().SetOnTypedRune(g.screens.Rune)

	ui.BeforeFrames()

	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	endInTime(ctx, mostEnding, os.Stderr)
	var services sync.WaitGroup
	led := make(chan error, 1)
	left := leaveInTime(ctx, mostLeaving, func() error {
		services.Wait()
		return errors.Join(g.outcome(led), g.close())
	}, func(err error) { os.Exit(status(err)) })
	a.Lifecycle().SetOnStarted(func() {
		log.Info("ready")
		tell(daemon.SdNotifyReady, log)
		for _, serve := range g.services {
			services.Go(func() {
				if err := serve(ctx); err != nil && ctx.Err() == nil {
					log.Error("a part of the kiosk ended", "error", err)
				}
			})
		}
		if g.lead != nil {
			services.Go(func() {
				led <- g.lead(ctx)
				cancel()
				fyne.Do(a.Quit)
			})
		}
	})
	a.Run() // until the window is closed, or Fyne's driver sees SIGINT or SIGTERM
	tell(daemon.SdNotifyStopping, log)
	cancel()
	return left()
}

// outcome is what came of leading an onboarding without hands; nil where
// visitors do it.
func (g *graph) outcome(led <-chan error) error {
	if g.lead == nil {
		return nil
	}
	select {
	case err := <-led:
		return err
	default:
		return errors.New("the window did not open")
	}
}

// meanwhile does it beside the caller, who asks for the outcome later.
func meanwhile[T any](do func() (T, error)) (outcome func() (T, error)) {
	var (
		done T
		err  error
		over = make(chan struct{})
	)
	go func() {
		defer close(over)
		done, err = do()
	}()
	return func() (T, error) {
		<-over
		return done, err
	}
}

// openDisplay finds out whether the display can be opened, before Fyne's driver
// tries: it panics where it cannot, and so does glfw at the first use.
func openDisplay() (err error) {
	defer func() {
		if recover() != nil {
			err = fmt.Errorf("the display %s cannot be opened; is it there, and may this user use it?", os.Getenv("DISPLAY"))
		}
	}()
	if err := glfw.Init(); err != nil {
		return fmt.Errorf("the display cannot be opened: %w", err)
	}
	glfw.GetPrimaryMonitor()
	return nil
}

// endQuietly has nothing done once the last window is closed: Fyne 2.7 saves its
// preferences then, of which we have none, through a queue that it closes at the
// same time, and panics when it comes too late.
func endQuietly(a fyne.App) {
	if life, ok := a.Lifecycle().(interface{ SetOnStoppedHookExecuted(hook func()) }); ok {
		life.SetOnStoppedHookExecuted(nil)
	}
}

// showEmpty opens the window while the engine is being opened: the graphics
// driver, its shaders and the fonts take 0.3 s.
func showEmpty(w fyne.Window, size fyne.Size, fullScreen bool) {
	w.SetContent(container.NewWithoutLayout())
	w.Resize(size)
	w.SetFullScreen(fullScreen)
	if fullScreen {
		w.SetCloseIntercept(func() {}) // no way out but staff's
	}
	w.Show()
	for _, style := range []fyne.TextStyle{{}, {Bold: true}} {
		fyne.MeasureText("M", theme.TextSize(), style)
	}
}

// windowSize reads WxH; nothing means 1280×800.
func windowSize(text string) (fyne.Size, error) {
	if text == "" {
		return fyne.NewSize(1280, 800), nil
	}
	var w, h int
	if n, err := fmt.Sscanf(text, "%dx%d", &w, &h); err != nil || n != 2 || w < 1 || h < 1 {
		return fyne.Size{}, fmt.Errorf("--window %q: write for example 1280x800; %w", text, errUsage)
	}
	return fyne.NewSize(float32(w), float32(h)), nil
}

// filled gives its one object all the room and has it fit that.
type filled struct{ fit func(fyne.Size) }

func (filled) MinSize([]fyne.CanvasObject) fyne.Size { return fyne.NewSize(320, 240) }

func (f filled) Layout(objects []fyne.CanvasObject, size fyne.Size) {
	for _, o := range objects {
		o.Resize(size)
	}
	ui.Do(func() { f.fit(size) }) // not while the window is being laid out
}
