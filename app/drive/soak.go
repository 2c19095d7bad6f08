package main

import (
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"math"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"time"
)

// What a soak allows: the first onboardings fill caches, then nothing grows.
const (
	warmUp     = 6
	mostGrowth = 1.05             // of the memory, from the early onboardings to the late ones
	connection = 2                // descriptors: both ends of what a delivery under way is sent over
	scoured    = 6 * time.Second  // after a visitor, until freed memory is overwritten and given back (app/discreet)
	delivered  = 30 * time.Second // by then a delivery is over, or it is told as it is
	lifetime   = 3 * time.Minute  // of a finished customer, a day otherwise: a soak of minutes sees them expire, too
	swept      = 2 * time.Minute  // after its lifetime, until a customer is erased
)

// sample is what the kiosk holds when an onboarding is over and wiped.
type sample struct {
	Seconds     float64 `json:"seconds"` // since the soak began
	RSS         float64 `json:"rssMB"`
	Descriptors int     `json:"descriptors"`
	Goroutines  int     `json:"goroutines"`
}

// soak runs onboardings back to back for a while and checks that the kiosk
// holds no more at the end than it did early on, no customer past their
// lifetime, and nothing of any visitor in clear. The samples are left in
// soak.json.
func soak(ctx context.Context, length time.Duration, dir, bin string) (err error) {
	if err := errors.Join(os.RemoveAll(dir), os.MkdirAll(dir, 0o755)); err != nil {
		return err
	}
	s, err := raise(ctx, dir, bin)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, s.close()) }()
	settings := filepath.Join(s.private, "portico.toml")
	if err := os.WriteFile(settings, fmt.Appendf(nil, "[privacy]\nfinished = %q\n", lifetime), 0o600); err != nil {
		return err
	}
	k, err := s.recorded(ctx, "--config", settings)
	if err != nil {
		return err
	}
	var samples []sample
	for begin, least := time.Now(), math.MaxInt; time.Since(begin) < length; {
		held, err := k.round(ctx, least)
		if err != nil {
			k.shot("failed")
			return fmt.Errorf("onboarding %d: %w", len(samples)+1, err)
		}
		least = min(least, held.Descriptors)
		held.Seconds = time.Since(begin).Seconds()
		samples = append(samples, held)
		fmt.Printf("%4.0f s  onboarding %3d  %4.0f MB  %3d descriptors  %3d goroutines\n",
			held.Seconds, len(samples), held.RSS, held.Descriptors, held.Goroutines)
	}
	data, err := json.MarshalIndent(samples, "", "  ")
	if err != nil {
		return err
	}
	return errors.Join(os.WriteFile(filepath.Join(dir, "soak.json"), data, 0o600), flat(samples), k.expired(ctx, samples),
		k.stop(), k.noTrace("Eriksson", "ERIKSSON", "D23145890"))
}

// round is one onboarding, from the welcome screen to the next; least is how
// many descriptors the kiosk had when it did nothing.
func (k *kiosk) round(ctx context.Context, least int) (sample, error) {
	time.Sleep(500 * time.Millisecond)
	if err := k.key("Return"); err != nil {
		return sample{}, err
	}
	for {
		line, err := k.line(ctx, "step=", time.Minute)
		if err != nil {
			return sample{}, err
		}
		switch step := value(line, "step"); step {
		case "welcome":
			return k.rests(line, least)
		case "consent", "look-up", "check", "clerk", "result", "ended":
			time.Sleep(500 * time.Millisecond)
			err = k.key("Return") // without a PIN the clerk's screen only leaves it to later
		}
		if err != nil {
			return sample{}, err
		}
	}
}

// rests waits until the last visitor is delivered and freed memory is given
// back, and reads what the kiosk's process has then.
func (k *kiosk) rests(line string, least int) (sample, error) {
	for began := time.Now(); ; {
		time.Sleep(scoured)
		held, err := k.holds(line)
		if err != nil || held.Descriptors <= least || time.Since(began) > delivered {
			return held, err
		}
	}
}

// holds reads what the kiosk's process has; the line of its log has the rest.
func (k *kiosk) holds(line string) (sample, error) {
	status, err := os.ReadFile(filepath.Join("/proc", strconv.Itoa(k.cmd.Process.Pid), "status"))
	if err != nil {
		return sample{}, err
	}
	open, err := k.descriptors()
	if err != nil {
		return sample{}, err
	}
	_, after, _ := strings.Cut(string(status), "VmRSS:")
	var kb float64
	if _, err := fmt.Sscan(after, &kb); err != nil {
		return sample{}, fmt.Errorf("read the memory of the kiosk: %w", err)
	}
	goroutines, err := strconv.Atoi(value(line, "goroutines"))
	return sample{RSS: kb / 1024, Descriptors: open, Goroutines: goroutines}, err
}

// descriptors is how many the kiosk's process has open.
func (k *kiosk) descriptors() (int, error) {
	open, err := os.ReadDir(filepath.Join("/proc", strconv.Itoa(k.cmd.Process.Pid), "fd"))
	return len(open), err
}

// value returns what stands behind a key in a line of the log.
func value(line, key string) string {
	_, rest, _ := strings.Cut(line, key+"=")
	v, _, _ := strings.Cut(rest, " ")
	return v
}

// expired checks that the store keeps no more customers than came within their
// lifetime.
func (k *kiosk) expired(ctx context.Context, samples []sample) error {
	since, most := samples[len(samples)-1].Seconds-(lifetime+swept).Seconds(), 0
	for _, s := range samples {
		if s.Seconds >= since {
			most++
		}
	}
	n, err := k.kept(ctx)
	if err == nil && n > most {
		err = fmt.Errorf("%d customers are kept, of %d at most within their lifetime", n, most)
	}
	return err
}

// flat compares the early onboardings, after the warm-up, with the late ones.
func flat(samples []sample) error {
	if len(samples) < 2*warmUp {
		return fmt.Errorf("%d onboardings are too few to tell growth from warming up; soak longer", len(samples))
	}
	settled := samples[warmUp:]
	third := max(len(settled)/3, 1)
	early, late := middle(settled[:third]), middle(settled[len(settled)-third:])
	var errs []error
	if late.RSS > early.RSS*mostGrowth {
		errs = append(errs, fmt.Errorf("memory grew from %.0f to %.0f MB", early.RSS, late.RSS))
	}
	if late.Descriptors > early.Descriptors+connection {
		errs = append(errs, fmt.Errorf("descriptors grew from %d to %d", early.Descriptors, late.Descriptors))
	}
	if late.Goroutines > early.Goroutines {
		errs = append(errs, fmt.Errorf("goroutines grew from %d to %d", early.Goroutines, late.Goroutines))
	}
	return errors.Join(errs...)
}

// middle is the median of the counts and the least memory: what is held when
// the collector has just run.
func middle(samples []sample) sample {
	median := func(of func(sample) float64) float64 {
		var values []float64
		for _, s := range samples {
			values = append(values, of(s))
		}
		slices.Sort(values)
		return values[len(values)/2]
	}
	return sample{
		RSS:         slices.MinFunc(samples, func(a, b sample) int { return cmp.Compare(a.RSS, b.RSS) }).RSS,
		Descriptors: int(median(func(s sample) float64 { return float64(s.Descriptors) })),
		Goroutines:  int(median(func(s sample) float64 { return float64(s.Goroutines) })),
	}
}
