package main

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"time"
)

// Where the question whether to stop has its "Stop and delete"; Return and the
// main button keep on.
const stopX, stopY = 700, 481

// playDrawn is an onboarding of the drawn holder with the demonstration
// camera. The drawn selfie is as like the portrait as a copy, so a clerk decides.
func playDrawn(ctx context.Context, s *stage) error {
	if err := os.Unsetenv("PORTICO_DATA"); err != nil {
		return err
	}
	k, err := s.kiosk(ctx, "--demo")
	if err != nil {
		return err
	}
	if err := errors.Join(k.onboard(ctx), k.reached(ctx, "check"), k.key("Return"), k.reached(ctx, "clerk"),
		k.click(mainButton, buttonRow), k.reached(ctx, "result")); err != nil {
		return err
	}
	o, err := k.decided()
	if err != nil {
		return err
	}
	if o.Decision != "ACCEPT" {
		return fmt.Errorf("the clerk accepted, yet the decision is %s: %v", o.Decision, o.Reasons)
	}
	return errors.Join(o.expect(map[string]string{
		"documentGenuine": "PASS", "documentNotExpired": "PASS", "mrzValid": "PASS", "dataConsistent": "PASS",
		"portraitMatch": "PASS", "livenessSelfiesMatch": "PASS", "activeLiveness": "PASS", "agePlausible": "PASS",
	}), k.stop(), k.noTrace("Eriksson", "ERIKSSON", "D23145890"))
}

// playFilmed is the same with a filmed man, where the outside pictures are.
func playFilmed(ctx context.Context, s *stage) error {
	data := outside()
	if data == "" {
		return fmt.Errorf("%w: no outside pictures; set PORTICO_DATA", errSkipped)
	}
	if err := os.Setenv("PORTICO_DATA", data); err != nil {
		return err
	}
	k, err := s.kiosk(ctx, "--demo")
	if err != nil {
		return err
	}
	if err := errors.Join(k.onboard(ctx), k.reached(ctx, "check"), k.key("Return"), k.concluded(ctx)); err != nil {
		return err
	}
	o, err := k.decided()
	if err != nil {
		return err
	}
	return errors.Join(o.expect(map[string]string{"portraitMatch": "PASS", "activeLiveness": "PASS", "mrzValid": "PASS"}), k.stop())
}

// playStop is a visitor who stops in the middle: nothing may be left of them.
func playStop(ctx context.Context, s *stage) error {
	if err := os.Unsetenv("PORTICO_DATA"); err != nil {
		return err
	}
	k, err := s.kiosk(ctx, "--demo")
	if err != nil {
		return err
	}
	time.Sleep(time.Second)
	if err := errors.Join(
		k.click(mainButton, buttonRow), k.reached(ctx, "consent"), k.key("Return"), k.reached(ctx, "look-up"),
		k.sheet("F1", "help"), k.sheet("Escape", "help-closed"), k.sheet("Escape", "stop-question"), k.click(stopX, stopY), k.reached(ctx, "ended"), k.stop(),
	); err != nil {
		return err
	}
	blobs, err := os.ReadDir(filepath.Join(k.store+"-demonstration", "blobs"))
	if err != nil && !errors.Is(err, os.ErrNotExist) {
		return err
	}
	if len(blobs) > 0 {
		return fmt.Errorf("%d pictures are left after the visitor stopped", len(blobs))
	}
	return k.noTrace("Eriksson", "ERIKSSON", "D23145890")
}

// outside is the folder of the outside pictures, empty where there is none.
func outside() string {
	for _, dir := range []string{pictures, filepath.Join("..", "shared", "data")} {
		if info, err := os.Stat(dir); err == nil && info.IsDir() {
			if abs, err := filepath.Abs(dir); err == nil {
				return abs
			}
		}
	}
	return ""
}

// pictures is PORTICO_DATA as it was at the start: the scenarios change it.
var pictures = os.Getenv("PORTICO_DATA")

// sheet presses a key that opens or closes a sheet, waits and shows it.
func (s *stage) sheet(key, name string) error {
	err := s.key(key)
	time.Sleep(700 * time.Millisecond)
	s.shot(name)
	return err
}

// noTrace searches every file that the kiosk wrote, temporary ones too, and its
// log for what must not be there in clear. The kiosk may be running.
func (k *kiosk) noTrace(words ...string) error {
	words = append(words, "JFIF", "\xff\xd8\xff\xe0", "\x89PNG")
	var found []error
	left := []string{filepath.Join(k.dir, "portico-kiosk.log"), filepath.Join(k.private, tempName)}
	stores, err := filepath.Glob(k.store + "*") // the kiosk's, its embedded backend's, the demonstration's
	if err != nil {
		return err
	}
	left = append(left, stores...)
	if _, err := os.Stat(k.backendStore()); err == nil {
		left = append(left, k.backendStore())
	}
	for _, root := range left {
		err := filepath.WalkDir(root, func(path string, d os.DirEntry, err error) error {
			if errors.Is(err, os.ErrNotExist) || err == nil && d.IsDir() {
				return nil
			}
			var data []byte
			if err == nil && d.Type().IsRegular() {
				data, err = os.ReadFile(path)
			}
			if err != nil && !errors.Is(err, os.ErrNotExist) { // a running kiosk removes files
				return err
			}
			for _, w := range words {
				if bytes.Contains(data, []byte(w)) {
					found = append(found, fmt.Errorf("%q lies in clear in %s", w, filepath.Base(path)))
				}
			}
			return nil
		})
		if err != nil {
			return err
		}
	}
	return errors.Join(found...)
}
