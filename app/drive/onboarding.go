package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"time"
)

// Places on the 1280×800 screen.
const (
	buttonRow  = 748
	mainButton = 1170 // the one main action, at the right

	padX, padY       = 860, 330 // the 1 of the PIN pad
	padWide, padTall = 135, 72  // from one digit to the next
)

// kiosk is a kiosk with a store of its own on the stage.
type kiosk struct {
	*stage
	*process
	store, keyFile, result string
}

func (s *stage) keyFile() string { return filepath.Join(s.private, "master.key") }

func (s *stage) kiosk(ctx context.Context, args ...string) (*kiosk, error) {
	k := &kiosk{
		stage: s, store: filepath.Join(s.private, "store"), keyFile: s.keyFile(),
		result: filepath.Join(s.dir, "result.json"),
	}
	args = append(args, "--data", k.store, "--key-file", k.keyFile, "--result", k.result)
	var err error
	if k.process, err = s.start(ctx, "portico-kiosk", args...); err != nil {
		return nil, err
	}
	return k, k.until(ctx, "msg=ready", 60*time.Second)
}

// reached waits for a step of the onboarding and shows it.
func (k *kiosk) reached(ctx context.Context, step string) error {
	if err := k.until(ctx, "step="+step+" ", 60*time.Second); err != nil {
		return err
	}
	time.Sleep(700 * time.Millisecond) // the screen is drawn after the step is taken
	k.shot(step)
	return nil
}

// onboard leads a visitor from the welcome screen to the check of the data:
// pointer and keys in turn, the camera's pictures taken automatically.
func (k *kiosk) onboard(ctx context.Context) error {
	time.Sleep(time.Second)
	k.shot("welcome")
	return errors.Join(
		k.click(mainButton, buttonRow), k.reached(ctx, "consent"),
		k.key("Return"), k.reached(ctx, "document-front"),
		k.reached(ctx, "document-back"), k.reached(ctx, "look-up"),
		k.click(mainButton, buttonRow), k.reached(ctx, "selfie"),
		k.reached(ctx, "liveness-neutral"), k.reached(ctx, "liveness-smile"),
	)
}

// concluded waits for the result; where the engine asks for a colleague, one
// accepts.
func (k *kiosk) concluded(ctx context.Context) error {
	for {
		line, err := k.line(ctx, "step=", 60*time.Second)
		if err != nil {
			return err
		}
		switch value(line, "step") {
		case "clerk":
			time.Sleep(700 * time.Millisecond)
			k.shot("clerk")
			if err := k.click(mainButton, buttonRow); err != nil {
				return err
			}
		case "result":
			time.Sleep(700 * time.Millisecond)
			k.shot("result")
			return nil
		}
	}
}

// outcome is what the checks need of the kiosk's result.
type outcome struct {
	Decision string   `json:"decision"`
	Reasons  []string `json:"reasons"`
	Review   struct{ Role, Second, Note string }
	Factors  []struct {
		Name, Result string
	} `json:"factors"`
	MS      map[string]float64
	PeakMB  float64
	Screens []struct {
		Name           string
		MS             float64
		LongestStallMs float64
		WaitedMS       float64
		Frames         int
	} `json:"screens"`
}

// decided reads the result once the kiosk has written it.
func (k *kiosk) decided() (outcome, error) {
	var o outcome
	data, err := os.ReadFile(k.result)
	if err != nil {
		return o, err
	}
	return o, json.Unmarshal(data, &o)
}

// factor returns what the rules made of a factor.
func (o outcome) factor(name string) string {
	for _, f := range o.Factors {
		if f.Name == name {
			return f.Result
		}
	}
	return "absent"
}

// expect checks factors against what the story must give.
func (o outcome) expect(want map[string]string) error {
	var errs []error
	for name, result := range want {
		if got := o.factor(name); got != result {
			errs = append(errs, fmt.Errorf("%s is %s, want %s", name, got, result))
		}
	}
	return errors.Join(errs...)
}
