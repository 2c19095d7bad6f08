package main

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"time"

	"github.com/BurntSushi/toml"
	"github.com/spf13/cobra"

	"portico/app/config"
	"portico/capture"
	"portico/engine/guidance"
)

// calibrationTime is how long a camera is watched.
const calibrationTime = 4 * time.Second

// calibrationResult is what a desk and its light propose.
type calibrationResult struct {
	ID       string          `json:"id"`
	Role     config.Role     `json:"role"`
	Pictures int             `json:"pictures"` // that were measured
	Guidance guidance.Limits `json:"guidance"` // zero means as usual
}

func newCameraCalibrate(o *options) *cobra.Command {
	var role string
	cmd := &cobra.Command{
		Use:   "calibrate --role document|face [ID]",
		Short: "Propose what pictures must keep to at this desk and in this light",
		Long: "Lay a card where visitors will, or sit where they will, and keep still. The proposal is printed as it goes into\n" +
			"the configuration. ID is as in 'portico camera test'.",
		Args: usage(cobra.MaximumNArgs(1)),
		RunE: func(cmd *cobra.Command, args []string) error {
			if config.Role(role) != config.DocumentRole && config.Role(role) != config.FaceRole {
				return usageError{errors.New("--role must be document or face")}
			}
			id, open, err := openCamera(o, args)
			if err != nil {
				return err
			}
			r, err := calibrate(cmd.Context(), o, config.Role(role), open)
			if err != nil {
				return adviseOn(err)
			}
			r.ID = id
			return o.print(r)
		},
	}
	cmd.Flags().StringVar(&role, "role", string(config.DocumentRole), "document or face")
	return cmd
}

func calibrate(ctx context.Context, o *options, role config.Role, open capture.Opener) (_ *calibrationResult, err error) {
	p, err := o.engine(ctx)
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, p.Close()) }()
	r := &calibrationResult{Role: role}
	say("keep still; measuring for %v", calibrationTime)
	if role == config.FaceRole {
		var seen []guidance.Timed[guidance.Face]
		err = overPictures(ctx, open, func(f capture.Frame) error {
			m, err := guidance.MeasureFace(ctx, p.Faces, f.Image)
			seen = append(seen, guidance.Timed[guidance.Face]{At: f.Time, Measures: m})
			return err
		})
		if err == nil {
			r.Pictures = len(seen)
			r.Guidance.Face, err = guidance.ProposeFace(seen)
		}
		return r, err
	}
	var seen []guidance.Timed[guidance.Document]
	meter := guidance.NewDocumentMeter(p.Documents)
	err = overPictures(ctx, open, func(f capture.Frame) error {
		seen = append(seen, guidance.Timed[guidance.Document]{At: f.Time, Measures: meter.Measure(ctx, f.Image, nil)})
		return nil
	})
	if err == nil {
		r.Pictures = len(seen)
		r.Guidance.Document, err = guidance.ProposeCard(seen)
	}
	return r, err
}

// overPictures hands the newest picture of a camera to measure, again and
// again, for calibrationTime after the first or until a recording ends.
func overPictures(ctx context.Context, open capture.Opener, measure func(capture.Frame) error) (err error) {
	src, err := open(ctx)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, src.Close()) }()
	ctx, cancel := context.WithTimeout(ctx, firstPicture+calibrationTime)
	defer cancel()
	var begun time.Duration
	for n := 0; ; n++ {
		f, err := src.Read(ctx)
		switch {
		case errors.Is(err, io.EOF) || n > 0 && errors.Is(err, context.DeadlineExceeded):
			return nil
		case errors.Is(err, context.DeadlineExceeded):
			return fmt.Errorf("%w: none in %v", capture.ErrNoFrames, firstPicture+calibrationTime)
		case err != nil:
			return err
		}
		if n == 0 {
			begun = f.Time
		}
		if f.Time-begun > calibrationTime {
			return nil
		}
		if err := measure(f); err != nil {
			return err
		}
	}
}

func (r *calibrationResult) text(w io.Writer) {
	limits := map[string]any{string(r.Role): r.Guidance.Document}
	if r.Role == config.FaceRole {
		limits[string(r.Role)] = r.Guidance.Face
	}
	proposal := map[string]any{"camera": map[string]any{"guidance": limits}}
	var out bytes.Buffer
	if err := toml.NewEncoder(&out).Encode(proposal); err != nil {
		panic(err) // numbers in fields always encode
	}
	fmt.Fprintf(w, "# %s, from %d pictures; limits that are not named stay as usual\n%s", r.ID, r.Pictures, &out)
}
