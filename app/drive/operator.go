package main

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"net/http/httptest"
	"net/http/httputil"
	"net/url"
	"os"
	"path/filepath"
	"slices"
	"sync/atomic"
	"time"

	"portico/app/demo"
)

// Places in the staff's rooms on the 1280×800 screen.
const (
	markX, markY   = 80, 44 // the mark: held, it asks for the PIN
	doorX, doorY   = 130, 141
	doorTall       = 68 // from one room to the next
	leaveX         = 100
	lensX, lensY   = 610, 153 // the face's lens
	limitX, limitY = 430, 510 // the first limit of the first rule
	clerkPIN       = "271828"
	operatorPIN    = "314159"
	roomCameras    = 1
	roomRules      = 2
	roomLooks      = 3
	roomPrivacy    = 4
	roomDiagnosis  = 5
	roomFigures    = 6
	clerkDiagnosis = 1 // a clerk has two rooms
)

// playOperator is the staff's rooms of a kiosk whose backend refuses a
// delivery: a clerk sees it given up and sends it again once that is mended,
// an operator looks through the cameras and exports the diagnostics.
func playOperator(ctx context.Context, s *stage) error {
	recording := filepath.Join(s.private, "recording")
	if err := errors.Join(demo.Record(ctx, recording, demo.Rendered()), s.setPIN(ctx, clerkPIN), s.setPIN(ctx, operatorPIN, "--role", "operator")); err != nil {
		return err
	}
	b, err := s.backend(ctx)
	if err != nil {
		return err
	}
	gate, err := newGate(b.url)
	if err != nil {
		return err
	}
	defer gate.Close()
	token := filepath.Join(s.private, "token")
	if err := os.WriteFile(token, []byte(b.token), 0o600); err != nil {
		return err
	}
	k, err := s.kiosk(ctx, "--replay", recording, "--attended", "--backend", gate.URL, "--token-file", token)
	if err != nil {
		return err
	}
	if err := errors.Join(k.faceless(ctx), k.key("Return"), k.reached(ctx, "clerk"), k.enter(clerkPIN),
		k.until(ctx, "unlocked by the staff", 20*time.Second), k.click(mainButton, buttonRow), k.reached(ctx, "result"),
		k.key("Return"), k.reached(ctx, "welcome"), k.deliveries(ctx, 0, 1)); err != nil {
		return err
	}
	gate.open.Store(true) // the cause is mended
	if err := errors.Join(k.knock(ctx, clerkPIN), k.key("Return"), k.deliveries(ctx, 0, 0)); err != nil {
		return fmt.Errorf("the delivery that was given up: %w", err)
	}
	time.Sleep(3 * time.Second) // the screen follows
	k.shot("delivery-sent")
	if err := errors.Join(k.visit(ctx, clerkDiagnosis, "diagnostics"), k.leave(ctx), k.knock(ctx, operatorPIN)); err != nil {
		return err
	}
	if err := k.visit(ctx, roomCameras, "cameras"); err != nil {
		return err
	}
	time.Sleep(3 * time.Second)
	k.shot("cameras-measured")
	if err := k.key("Return"); err != nil { // calibrates
		return err
	}
	time.Sleep(10 * time.Second)
	k.shot("cameras-calibrated")
	if err := errors.Join(k.click(lensX, lensY), k.visit(ctx, roomRules, "rules"), k.ruled(),
		k.visit(ctx, roomLooks, "looks"), k.visit(ctx, roomPrivacy, "privacy"), k.visit(ctx, roomFigures, "figures"),
		k.visit(ctx, roomDiagnosis, "diagnostics"), k.key("Return"), k.exported()); err != nil {
		return err
	}
	k.moment("diagnostics-exported")
	return errors.Join(k.leave(ctx), k.told(ctx, "delivery.retried", "diagnostics.exported", "rules.changed"), k.stop(),
		k.noTrace("Eriksson", "ERIKSSON", "D23145890", clerkPIN, operatorPIN))
}

// gate stands before a backend and refuses every new customer until it opens.
type gate struct {
	*httptest.Server
	open atomic.Bool
}

func newGate(backend string) (*gate, error) {
	to, err := url.Parse(backend)
	if err != nil {
		return nil, err
	}
	pass, g := httputil.NewSingleHostReverseProxy(to), &gate{}
	g.Server = httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if !g.open.Load() {
			http.Error(w, `{"errorCode":"INVALID_REQUEST","errorMessage":"customers are not accepted here"}`, http.StatusBadRequest)
			return
		}
		pass.ServeHTTP(w, r)
	}))
	return g, nil
}

// knock holds the mark and enters a PIN.
func (k *kiosk) knock(ctx context.Context, pin string) error {
	if err := k.xdotool("mousemove", fmt.Sprint(markX), fmt.Sprint(markY), "sleep", "0.1", "mousedown", "1", "sleep", "2.5", "mouseup", "1"); err != nil {
		return err
	}
	if err := errors.Join(k.reached(ctx, "office"), k.enter(pin), k.until(ctx, "unlocked by the staff", 20*time.Second)); err != nil {
		return err
	}
	k.moment("delivery")
	return nil
}

// visit opens a room by its place in the list and shows it.
func (k *kiosk) visit(ctx context.Context, place int, room string) error {
	err := errors.Join(k.click(doorX, doorY+place*doorTall), k.until(ctx, "room="+room, 20*time.Second))
	k.moment(room)
	return err
}

func (k *kiosk) leave(ctx context.Context) error {
	err := errors.Join(k.click(leaveX, buttonRow), k.until(ctx, "step=welcome ", 20*time.Second))
	time.Sleep(2 * time.Second) // the screen is drawn, also on a busy machine
	return err
}

// deliveries waits until so many wait and so many were given up.
func (k *kiosk) deliveries(ctx context.Context, pending, dead int) error {
	var status struct{ Pending, Dead int }
	for range 30 {
		if err := k.ask(ctx, &status, "sync", "status"); err != nil {
			return err
		}
		if status.Pending == pending && status.Dead == dead {
			return nil
		}
		time.Sleep(time.Second)
	}
	return fmt.Errorf("%d deliveries wait and %d were given up, want %d and %d", status.Pending, status.Dead, pending, dead)
}

// ruled changes the first limit of the first rule from 0.25 to 0.3.
func (k *kiosk) ruled() error {
	if err := k.click(limitX, limitY); err != nil {
		return err
	}
	k.moment("rule-asked")
	if err := k.xdotool("key", "BackSpace", "BackSpace", "3", "Return"); err != nil {
		return err
	}
	for range 20 {
		if data, err := os.ReadFile(filepath.Join(k.private, "rules.toml")); err == nil && bytes.Contains(data, []byte("reject-below = 0.3\n")) {
			k.moment("rule-changed")
			return nil
		}
		time.Sleep(time.Second)
	}
	return errors.New("the rule was not changed")
}

// exported waits until the diagnostics were written to one file and checks it.
func (k *kiosk) exported() error {
	var files []string
	for range 30 {
		var err error
		if files, err = filepath.Glob(filepath.Join(k.store+"-diagnostics", "*.json")); err != nil {
			return err
		}
		if len(files) == 1 {
			break
		}
		time.Sleep(time.Second)
	}
	if len(files) != 1 {
		return fmt.Errorf("%d files of diagnostics, want 1", len(files))
	}
	time.Sleep(time.Second) // it is written, and shown
	var report struct {
		Versions map[string]string
		Facts    []struct{ Name, Value string }
	}
	data, err := os.ReadFile(files[0])
	if err == nil {
		err = json.Unmarshal(data, &report)
	}
	if err == nil && (len(report.Versions) < 2 || len(report.Facts) < 10) {
		err = fmt.Errorf("the diagnostics hold %d versions and %d facts", len(report.Versions), len(report.Facts))
	}
	return err
}

// told checks that the audit trail has events of these kinds.
func (k *kiosk) told(ctx context.Context, kinds ...string) error {
	p, err := k.start(ctx, "portico", "audit", "list", "--json", "--data", k.store)
	if err != nil {
		return err
	}
	for line := range p.out {
		var record struct{ What string }
		if err := json.Unmarshal([]byte(line), &record); err != nil {
			return err
		}
		kinds = slices.DeleteFunc(kinds, func(kind string) bool { return kind == record.What })
	}
	if len(kinds) > 0 {
		return fmt.Errorf("the audit trail lacks %v", kinds)
	}
	return p.stop()
}
