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
	flag.Parse()
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	folder, err := filepath.Abs(*bin)
	switch {
	case err != nil:
	case *long > 0:
		err = soak(ctx, *long, *out, folder)
	default:
		err = run(ctx, *only, *out, folder)
	}
	stop()
	if err != nil {
		fmt.Fprintln(os.Stderr, "drive:", err)
		os.Exit(1)
	}
}

func run(ctx context.Context, only, out, bin string) error {
	if err := os.RemoveAll(out); err != nil {
		return err
	}
	var failed []error
	var stalls []stall
	for _, sc := range []scenario{
		{"drawn", playDrawn}, {"clerk", playClerk}, {"operator", playOperator}, {"corrected", playCorrected}, {"wiped", playWiped}, {"unattended", playUnattended}, {"filmed", playFilmed}, {"stop", playStop}, {"broken", playBroken}, {"delivery", playDelivery},
		{"wrong", playWrong}, {"flat", playFlat}, {"refusal", playRefusal}, {"unplugged", playUnplugged}, {"crash", playCrash},
	} {
		if only != "" && sc.name != only {
			continue
		}
		start := time.Now()
		err := perform(ctx, sc, filepath.Join(out, sc.name), bin)
		switch {
		case errors.Is(err, errSkipped):
			fmt.Printf("SKIP %-9s %v\n", sc.name, err)
		case err != nil:
			fmt.Printf("FAIL %-9s %v\n", sc.name, err)
			failed = append(failed, fmt.Errorf("%s: %w", sc.name, err))
		default:
			worst, err := longest(sc.name, filepath.Join(out, sc.name))
			if err != nil {
				failed = append(failed, err)
			}
			stalls = append(stalls, worst)
			fmt.Printf("ok   %-9s %.0f s, longest stall %.0f ms, %s\n", sc.name, time.Since(start).Seconds(), worst.MS, filepath.Join(out, sc.name))
		}
	}
	return errors.Join(append(failed, writeStalls(out, stalls))...)
}

// errSkipped marks a scenario for which something outside the repository is missing.
var errSkipped = errors.New("SKIPPED")

// perform plays one scenario on a display and in a folder of its own.
func perform(ctx context.Context, sc scenario, dir, bin string) (err error) {
	ctx, cancel := context.WithTimeout(ctx, 8*time.Minute)
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
