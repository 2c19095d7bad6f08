// Command drive runs the kiosk through whole onboardings in a real window
// under Xvfb, with pointer and keys as a visitor has them, and checks what
// comes of it. It leaves screenshots, results and logs; `make demo` calls it.
package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"os"
	"os/signal"
	"path/filepath"
	"time"
)

// scenario is one story that is played and checked.
type scenario struct {
	name string
	play func(ctx context.Context, s *stage) error
}

func main() {
	only := flag.String("only", "", "play this `SCENARIO` alone")
	out := flag.String("out", "build/demo", "`FOLDER` for screenshots, results and logs; emptied first")
	long := flag.Duration("soak", 0, "instead of the scenarios, run onboardings back to back for this long")
	bin := flag.String("bin", "bin", "`FOLDER` of portico and portico-kiosk")
	tries := flag.Int("tries", 1, "play a scenario that fails up to `N` times")
	visitors := flag.Int("visitors", 1, "how many `N` visitors the scenario wiped has")
	flag.Parse()
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	folder, err := filepath.Abs(*bin)
	switch {
	case err != nil:
	case *long > 0:
		err = soak(ctx, *long, *out, folder)
	default:
		err = run(ctx, *only, *out, folder, *tries, *visitors)
	}
	stop()
	if err != nil {
		fmt.Fprintln(os.Stderr, "drive:", err)
		os.Exit(1)
	}
}

func run(ctx context.Context, only, out, bin string, tries, visitors int) error {
	if err := os.RemoveAll(out); err != nil {
		return err
	}
	var failed []error
	var stalls []stall
	wiped := func(ctx context.Context, s *stage) error { return playWiped(ctx, s, visitors) }
	for _, sc := range []scenario{
		{"live", playLive},
		{"drawn", playDrawn},
		{"clerk", playClerk},
		{"operator", playOperator},
		{"corrected", playCorrected},
		{"wiped", wiped},
		{"unattended", playUnattended},
		{"filmed", playFilmed},
		{"stop", playStop},
		{"broken", playBroken},
		{"delivery", playDelivery},
		{"wrong", playWrong},
		{"flat", playFlat},
		{"solid", playSolid},
		{"sheet", playSheet},
		{"refusal", playRefusal},
		{"unplugged", playUnplugged},
		{"crash", playCrash},
		{"hung", playHung},
	} {
		if only != "" && sc.name != only {
			continue
		}
		worst, err := played(ctx, sc, out, bin, tries, time.Duration(visitors)*mostTime)
		if err != nil {
			failed = append(failed, fmt.Errorf("%s: %w", sc.name, err))
		}
		stalls = append(stalls, worst...)
	}
	return errors.Join(append(failed, writeStalls(out, stalls))...)
}

// played plays a scenario until it goes well, tries times at most, and prints
// how each went. It returns the longest stall of the last, none where something
// outside the repository is missing.
func played(ctx context.Context, sc scenario, out, bin string, tries int, limit time.Duration) (worst []stall, err error) {
	for try := range tries {
		dir := filepath.Join(out, sc.name)
		if try > 0 {
			dir += fmt.Sprintf("-%d", try+1)
		}
		start := time.Now()
		switch err = perform(ctx, sc, dir, bin, limit); {
		case errors.Is(err, errSkipped):
			fmt.Printf("SKIP %-9s %v\n", sc.name, err)
			return nil, nil
		case err == nil:
			s, err := longest(sc.name, dir)
			fmt.Printf("ok   %-9s %.0f s, longest stall %.0f ms, %s\n", sc.name, time.Since(start).Seconds(), s.MS, dir)
			return []stall{s}, err
		}
		fmt.Printf("FAIL %-9s %v, %s\n", sc.name, err, dir)
	}
	return nil, err
}

// errSkipped marks a scenario for which something outside the repository is missing.
var errSkipped = errors.New("SKIPPED")

// mostTime is how long a scenario may take for each visitor.
const mostTime = 8 * time.Minute

// perform plays one scenario on a display and in a folder of its own.
func perform(ctx context.Context, sc scenario, dir, bin string, limit time.Duration) (err error) {
	ctx, cancel := context.WithTimeout(ctx, limit)
	defer cancel()
	if err := os.MkdirAll(dir, 0o755); err != nil {
		return err
	}
	s, err := raise(ctx, dir, bin)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, s.close()) }()
	if err := sc.play(ctx, s); err != nil {
		s.shot("failed")
		return err
	}
	return nil
}
