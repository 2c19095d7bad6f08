package main

import (
	"encoding/json"
	"errors"
	"fmt"
	"log/slog"
	"os"
	"path/filepath"
	"sync"
	"sync/atomic"
	"time"

	"golang.org/x/sys/unix"

	"portico/app/presenter"
	"portico/engine/customer"
	"portico/engine/onboarding"
	"portico/engine/trust"
	"portico/sync/disapi"
	"portico/sync/disview"
)

// result is what portico verify prints, with the screens and the colleague's
// decision where there was one. Decision is the onboarding's outcome.
type result struct {
	Decision           trust.Decision                 `json:"decision"`
	Reasons            []string                       `json:"reasons"`
	Factors            []trust.Outcome                `json:"factors"`
	Review             *customer.Review               `json:"review,omitempty"`
	Customer           disapi.Customer                `json:"customer"`
	DocumentInspection *onboarding.DocumentInspection `json:"documentInspection,omitempty"`
	CustomerInspection onboarding.CustomerInspection  `json:"customerInspection"`
	MS                 map[string]float64             `json:"ms"`
	PeakMB             float64                        `json:"peakMB"` // the most memory that the process has held
	Screens            []presenter.ScreenTime         `json:"screens"`
}

// reporter writes finished onboardings to a file: as they are kept or, where
// the kiosk leads itself, the one there is once its screen was shown, too. It
// is safe for concurrent use.
type reporter struct {
	file   string // empty: nothing is written
	engine *onboarding.Engine
	log    *slog.Logger
	waits  bool

	first atomic.Int64 // time.Duration from the launch to the first live picture on the screen; 0 before

	mu   sync.Mutex
	last *result // while it waits
}

// painted hears that a live picture was drawn.
func (r *reporter) painted() {
	if r.file == "" || r.first.Load() != 0 {
		return
	}
	took, err := sinceLaunch()
	if err != nil {
		r.log.Error("nobody knows how long the first picture took", "error", err)
	}
	r.first.Store(int64(max(took, 1)))
}

// finished takes an onboarding.
func (r *reporter) finished(o presenter.Outcome) {
	if r.file == "" {
		return
	}
	res := resultOf(o, r.engine, time.Now())
	if first := time.Duration(r.first.Load()); first > 0 {
		res.MS["firstPicture"] = float64(first.Microseconds()) / 1000
	}
	var used unix.Rusage
	if err := unix.Getrusage(unix.RUSAGE_SELF, &used); err != nil {
		r.log.Error("nobody knows how much memory was used", "error", err)
	}
	res.PeakMB = float64(used.Maxrss) / 1024
	if r.waits {
		r.mu.Lock()
		defer r.mu.Unlock()
		r.last = &res
		return
	}
	if err := write(r.file, res); err != nil {
		r.log.Error("the result could not be written", "error", err)
	}
}

// conclude writes the onboarding that waits, with the screens up to now unless
// another visitor's have begun.
func (r *reporter) conclude(screens []presenter.ScreenTime) error {
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.last == nil {
		return errors.New("there is no result to write")
	}
	if len(screens) >= len(r.last.Screens) {
		r.last.Screens = screens
	}
	if err := write(r.file, *r.last); err != nil {
		return fmt.Errorf("write the result: %w", err)
	}
	return nil
}

func resultOf(o presenter.Outcome, engine *onboarding.Engine, now time.Time) result {
	c := o.Customer
	r := result{
		Decision: c.Decision(), Reasons: c.Verdict.Reasons, Factors: c.Verdict.Factors, Review: c.Review,
		Customer: disview.Customer(c, now), CustomerInspection: engine.InspectCustomer(c, now),
		MS:      map[string]float64{"total": float64(now.Sub(c.Created).Microseconds()) / 1000},
		Screens: o.Screens,
	}
	if c.Document != nil {
		i := engine.InspectDocument(c, now)
		r.DocumentInspection = &i
	}
	return r
}

// writable checks, before a visitor comes, that the result can be written.
func writable(file string) error {
	if file == "" {
		return nil
	}
	part, err := os.CreateTemp(filepath.Dir(file), ".result-*")
	if err != nil {
		return fmt.Errorf("--result %s: %w", file, err)
	}
	return errors.Join(part.Close(), os.Remove(part.Name()))
}

// write replaces file in one step, so that whoever waits for it never reads
// half of it.
func write(file string, r result) error {
	data, err := json.Marshal(r)
	if err != nil {
		return fmt.Errorf("encode the result: %w", err)
	}
	part, err := os.CreateTemp(filepath.Dir(file), ".result-*")
	if err != nil {
		return err
	}
	_, err = part.Write(append(data, '\n'))
	if closeErr := part.Close(); err == nil {
		err = closeErr
	}
	if err != nil {
		return err
	}
	return os.Rename(part.Name(), file)
}
