package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"portico/app/config"
	"portico/app/discreet"
	"portico/app/masterkey"
	"portico/app/node"
	"portico/app/staff"
	"portico/capture/v4l2"
	"portico/engine/native/assemble"
	"portico/models"
	"portico/sync/files"
	"portico/sync/store/bolt"
)

type checkResult struct {
	Name    string `json:"name"`
	State   string `json:"state"` // ok, warning or problem
	Message string `json:"message"`
}

// lowDisk is the free space under which a fleet's operator wants to know: a
// few hundred onboardings of about 3 MB.
const lowDisk = 1 << 30

func newDoctor(o *options) *cobra.Command {
	return &cobra.Command{
		Use: "doctor", Short: "Check models, cameras, display, store and disk, and say what to mend", Args: usage(cobra.NoArgs),
		RunE: func(cmd *cobra.Command, _ []string) error {
			var failed error
			for _, c := range diagnose(cmd.Context(), o) {
				if c.State == "problem" {
					failed = errSomeFailed
				}
				if err := o.print(&c); err != nil {
					return err
				}
			}
			return failed
		},
	}
}

func diagnose(ctx context.Context, o *options) []checkResult {
	cfg, err := o.load()
	if err != nil {
		return []checkResult{{"configuration", "problem", err.Error()}}
	}
	checks := []checkResult{{"configuration", "ok", "read"}}
	checks = append(checks, modelChecks(ctx, cfg.Models.Policy)...)
	checks = append(checks, engineCheck(ctx, cfg), cameraCheck(cfg), displayCheck(), keyCheck(cfg), pinCheck(cfg), storeCheck(cfg), diskCheck(cfg), swapCheck(), backendCheck(cfg))
	return checks
}

func modelChecks(ctx context.Context, policy models.Policy) []checkResult {
	var bad []checkResult
	all := models.Verify(ctx, models.Dir())
	for _, s := range all {
		if s.Err != nil {
			bad = append(bad, checkResult{"model " + s.Model.Name, "problem", s.Err.Error()})
		}
	}
	if bad == nil {
		return []checkResult{{"models", "ok", fmt.Sprintf("%d whole", len(all))}, policyCheck(policy)}
	}
	return bad
}

// policyCheck says what models.policy leaves out, or uses although it was
// trained on restricted or unknown pictures.
func policyCheck(policy models.Policy) checkResult {
	var doubtful []string
	for _, m := range models.Manifest() {
		if m.Policy != models.Clean {
			doubtful = append(doubtful, m.Name)
		}
	}
	names := strings.Join(doubtful, ", ")
	if policy == models.Clean {
		return checkResult{
			"models.policy", "warning",
			"clean: nothing looks at faces, so that selfies and liveness are not evaluated and nobody is accepted; not used: " + names,
		}
	}
	return checkResult{"models.policy", "ok", "disclose: used although trained on restricted or unpublished pictures: " + names}
}

func engineCheck(ctx context.Context, cfg config.Config) checkResult {
	p, err := assemble.OpenUnder(ctx, cfg.Models.Policy)
	if err != nil {
		return checkResult{"engine", "problem", err.Error()}
	}
	if err := errors.Join(p.Supply(ctx, cfg.Liveness.Network), p.Close()); err != nil {
		return checkResult{"engine", "problem", err.Error()}
	}
	if !p.Passive.Holds(cfg.Liveness.Limits) {
		return checkResult{"engine", "warning", "starts; liveness.limits was found with another network, so that the built-in limit stands for copied: " +
			"run portico liveness calibrate again, or the staff's room Liveness"}
	}
	return checkResult{"engine", "ok", "starts"}
}

func cameraCheck(cfg config.Config) checkResult {
	found, err := v4l2.List()
	allowed := slices.DeleteFunc(slices.Clone(found), func(c v4l2.Camera) bool { return !c.In(cfg.Camera.Allow) })
	switch {
	case err != nil:
		return checkResult{"cameras", "problem", err.Error()}
	case len(found) == 0:
		return checkResult{"cameras", "warning", "none found; the kiosk will play its demonstration"}
	case len(allowed) == 0:
		return checkResult{"cameras", "problem", fmt.Sprintf("%d found, and camera.allow refuses each", len(found))}
	}
	return checkResult{"cameras", "ok", fmt.Sprintf("%d found; the first is %s", len(allowed), allowed[0].Name)}
}

func displayCheck() checkResult {
	if os.Getenv("DISPLAY") == "" && os.Getenv("WAYLAND_DISPLAY") == "" {
		return checkResult{"display", "warning", "none here; the kiosk's window needs one"}
	}
	return checkResult{"display", "ok", "there is one"}
}

func keyCheck(cfg config.Config) checkResult {
	switch masterkey.Kind(cfg.Key.Source) {
	case masterkey.Credential, masterkey.Keyring, masterkey.Passphrase:
		return checkResult{"master key", "ok", "from a " + cfg.Key.Source}
	}
	info, err := os.Stat(cfg.KeyFile)
	switch {
	case errors.Is(err, fs.ErrNotExist) && bolt.Exists(cfg.Data):
		return checkResult{"master key", "problem", "the data in " + cfg.Data + " cannot be opened without " + cfg.KeyFile + "; bring the copy back"}
	case errors.Is(err, fs.ErrNotExist):
		return checkResult{"master key", "warning", "none yet; it is created at the first start, in " + cfg.KeyFile}
	case err != nil:
		return checkResult{"master key", "problem", err.Error()}
	case info.Mode().Perm()&0o077 != 0:
		return checkResult{"master key", "problem", "others may read it; run: chmod 600 " + cfg.KeyFile}
	}
	return checkResult{"master key", "warning", "lies in a plain file; whoever has it and the data folder can read the data"}
}

func pinCheck(cfg config.Config) checkResult {
	err := cfg.StaffPINs().Check()
	switch {
	case errors.Is(err, staff.ErrNotSet):
		return checkResult{"staff PIN", "warning", "none is set, so nobody can decide at the kiosk; run: portico staff pin"}
	case err != nil:
		return checkResult{"staff PIN", "problem", err.Error()}
	}
	if err := cfg.StaffPINs().CheckTwo(); err != nil && cfg.Staff.FourEyes {
		return checkResult{"staff PIN", "warning", "staff.four-eyes: nobody can confirm a decision; " + err.Error()}
	}
	return checkResult{"staff PIN", "ok", "set"}
}

func storeCheck(cfg config.Config) checkResult {
	aside, err := bolt.SetAside(cfg.Data)
	switch {
	case err != nil:
		return checkResult{"store", "problem", err.Error()}
	case len(aside) > 0:
		return checkResult{"store", "problem", "data was found damaged and set aside: " + strings.Join(aside, ", ") +
			"; what was owed of it is not delivered, and it is erased when privacy.undelivered is over"}
	}
	return checkResult{"store", "ok", "nothing was set aside as damaged"}
}

func diskCheck(cfg config.Config) checkResult {
	dir := cfg.Data
	for dir != filepath.Dir(dir) {
		if _, err := os.Stat(dir); err == nil {
			break
		}
		dir = filepath.Dir(dir)
	}
	free, err := files.System().Free(dir)
	if err != nil {
		return checkResult{"disk", "problem", err.Error()}
	}
	if free < bolt.LeastFree {
		return checkResult{"disk", "problem", fmt.Sprintf("only %d MB free for the store, and %d needed: visitors are turned away", free>>20, bolt.LeastFree>>20)}
	}
	if free < lowDisk {
		return checkResult{"disk", "warning", fmt.Sprintf("only %d MB free for the store", free>>20)}
	}
	return checkResult{"disk", "ok", fmt.Sprintf("%d MB free", free>>20)}
}

func swapCheck() checkResult {
	plain, err := discreet.PlainSwap()
	switch {
	case err != nil:
		return checkResult{"swap", "problem", err.Error()}
	case len(plain) > 0:
		return checkResult{"swap", "warning", fmt.Sprintf("%v keep what was in memory in clear; encrypt them, or run: swapoff -a", plain)}
	}
	return checkResult{"swap", "ok", "none in clear"}
}

func backendCheck(cfg config.Config) checkResult {
	if cfg.Backend.URL == "" {
		return checkResult{"backend", "ok", "the embedded one, in the kiosk's process"}
	}
	if _, err := node.Client(cfg.Backend); err != nil {
		return checkResult{"backend", "problem", err.Error()}
	}
	return checkResult{"backend", "ok", "configured; 'portico sync status' tells how delivery goes"}
}

func (c *checkResult) text(w io.Writer) {
	fmt.Fprintf(w, "%-8s %-16s %s\n", c.State, c.Name, c.Message)
}
