package main

import (
	"context"
	"errors"
	"fmt"
	"image"
	"io"
	"os"
	"time"

	"github.com/spf13/cobra"

	"portico/engine/figures"
	"portico/engine/liveness/passive"
	"portico/engine/native/assemble"
)

// deskErrors are the limits of a desk's camera and what they do there.
type deskErrors struct {
	Limits passive.Limits `json:"limits"`
	BPCER  rate           `json:"bpcer"` // at 0.84, where clients review
	APCER  rate           `json:"apcer"`
	Unseen int            `json:"unjudged"` // frames without a face, or with one too small
}

// rate is a share with its 95 % interval.
type rate struct {
	Hits int        `json:"hits"`
	Of   int        `json:"of"`
	Rate float64    `json:"rate"`
	CI   [2]float64 `json:"interval"`
}

func rateOf(hits, of int) rate {
	low, high := figures.Interval(hits, of)
	return rate{hits, of, float64(hits) / float64(of), [2]float64{low, high}}
}

func newLivenessCalibrate(o *options) *cobra.Command {
	var live, attack []string
	var consented, erase bool
	var bpcer float64
	cmd := &cobra.Command{
		Use:   "calibrate --live SEQ --attack SEQ --consented [--erase]",
		Short: "Set the passive check for this desk's camera and say how often it errs here",
		Long: "SEQ is a folder of pictures, a recorded sequence or a video: people at this desk, and prints and\n" +
			"screens that were held before its camera. Use 'portico camera record', which encrypts what it keeps, take\n" +
			"several people, one a recording, and give each option as often as there are recordings. Nothing but the limits is kept of them;\n" +
			"--erase removes the recordings afterwards. The limits are printed as they go into the configuration.",
		Args: usage(cobra.NoArgs),
		RunE: func(cmd *cobra.Command, _ []string) error {
			switch {
			case len(live) == 0 || len(attack) == 0:
				return usageError{errors.New("--live and --attack: name recordings of both")}
			case !consented:
				return usageError{errors.New("--consented: say that everybody in the recordings agreed to be recorded for this")}
			case !(bpcer > 0 && bpcer < .5):
				return usageError{errors.New("--bpcer must be between 0 and 0.5")}
			}
			r, err := calibrateLiveness(cmd.Context(), o, live, attack, bpcer)
			if err != nil {
				return err
			}
			if erase {
				for _, path := range append(live, attack...) {
					if err := os.RemoveAll(path); err != nil {
						return fmt.Errorf("erase the recordings: %w", err)
					}
				}
			}
			return o.print(r)
		},
	}
	f := cmd.Flags()
	f.StringArrayVar(&live, "live", nil, "a recording of people at this desk")
	f.StringArrayVar(&attack, "attack", nil, "a recording of copies held before this camera")
	f.BoolVar(&consented, "consented", false, "everybody in the recordings agreed")
	f.BoolVar(&erase, "erase", false, "remove the recordings afterwards")
	f.Float64Var(&bpcer, "bpcer", .05, "share of live faces that may be doubted")
	return cmd
}

func calibrateLiveness(ctx context.Context, o *options, live, attack []string, bpcer float64) (*deskErrors, error) {
	p, err := o.engine(ctx)
	if err != nil {
		return nil, err
	}
	defer func() { _ = p.Close() }()
	r := &deskErrors{}
	var takes [2]passive.Takes
	for kind, paths := range [][]string{live, attack} {
		for _, path := range paths {
			take, err := o.cuesOf(ctx, p, path, &r.Unseen)
			if err != nil {
				return nil, err
			}
			takes[kind] = append(takes[kind], take)
		}
	}
	limits, e, err := p.Passive.Calibrate(takes[0], takes[1], bpcer)
	if err != nil {
		return nil, err
	}
	r.Limits, r.BPCER, r.APCER = limits, rateOf(e.LiveDoubted, e.Live), rateOf(e.CopiesPassed, e.Copies)
	return r, nil
}

// cuesOf returns the cues of the frames of a recording and counts those that
// cannot be judged.
func (o *options) cuesOf(ctx context.Context, p *assemble.Parts, path string, unseen *int) (take []map[string]float64, err error) {
	err = o.film(ctx, path, func(img *image.RGBA, _ time.Duration) error {
		found, err := p.Faces.Find(ctx, img)
		if err != nil {
			return err
		}
		if len(found) == 0 {
			*unseen++
			return nil
		}
		res, err := p.Passive.Evaluate(ctx, img, found[0])
		if err != nil {
			return err
		}
		if res.Score == nil {
			*unseen++
			return nil
		}
		take = append(take, res.Cues)
		return nil
	})
	return take, err
}

func (r *deskErrors) text(w io.Writer) {
	fmt.Fprintf(w, "[liveness.limits]\nmoire = %.2f\ncopied = %.2f\nnetwork = %q\n", r.Limits.Moire, r.Limits.Copied, r.Limits.Network)
	fmt.Fprintf(w, "# at 0.84, people with limits from the other recordings; %d frames were not judged\n", r.Unseen)
	r.BPCER.text(w, "live faces doubted (BPCER)")
	r.APCER.text(w, "copies that pass (APCER)")
}

func (v rate) text(w io.Writer, what string) {
	fmt.Fprintf(w, "# %s: %d of %d, 95 %% interval %s–%s %%\n", what, v.Hits, v.Of, figures.Percent(v.CI[0]), figures.Percent(v.CI[1]))
}
