package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"strings"
	"time"

	"github.com/google/uuid"
	"github.com/spf13/cobra"

	"portico/engine/customer"
	"portico/engine/document"
	"portico/engine/liveness"
	"portico/engine/native/assemble"
	"portico/engine/onboarding"
	"portico/engine/trust"
	"portico/sync/disapi"
	"portico/sync/disview"
)

type verifyResult struct {
	trust.Verdict
	Customer           disapi.Customer                `json:"customer"`
	DocumentInspection *onboarding.DocumentInspection `json:"documentInspection,omitempty"`
	CustomerInspection onboarding.CustomerInspection  `json:"customerInspection"`
	MS                 millis                         `json:"ms"`
}

// pictures are the files of an onboarding.
type pictures struct {
	front, back, selfie string
	liveness            []string
}

func newVerify(o *options) *cobra.Command {
	var in pictures
	cmd := &cobra.Command{
		Use:   "verify --front F [--back B] [--selfie S] [--liveness TYPE:SEQ]...",
		Short: "Decide a whole onboarding from pictures",
		Long: "Decide a whole onboarding from pictures, with the engine and the rules of the kiosk.\n" +
			"SEQ is NEUTRAL=a.jpg,SMILE=b.jpg or a folder, as for 'portico liveness'.",
		Args: usage(cobra.NoArgs),
		RunE: func(cmd *cobra.Command, _ []string) error {
			if in.front == "" && in.back == "" {
				return usageError{errors.New("verify needs --front, --back or both")}
			}
			p, err := o.engine(cmd.Context())
			if err != nil {
				return err
			}
			defer func() { _ = p.Close() }()
			r, err := verify(cmd.Context(), p, in, time.Now())
			if err != nil {
				return o.failure(err)
			}
			return o.print(r)
		},
	}
	f := cmd.Flags()
	f.StringVar(&in.front, "front", "", "`PICTURE` of the document's front, or of a passport's data page")
	f.StringVar(&in.back, "back", "", "`PICTURE` of the document's back")
	f.StringVar(&in.selfie, "selfie", "", "`PICTURE` of the holder's face")
	f.StringArrayVar(&in.liveness, "liveness", nil, "active challenge, `TYPE:SEQ`; may be given more than once")
	return cmd
}

// verify runs the onboarding. A picture that cannot be used is an error that
// names it: a decision over missing pictures would look like one over bad ones.
func verify(ctx context.Context, p *assemble.Parts, in pictures, now time.Time) (*verifyResult, error) {
	r := &verifyResult{MS: millis{}}
	defer func() { r.MS["total"] = sinceMillis(now) }()
	c := customer.New(uuid.NewString(), now)
	p.Engine.StartDocument(c, customer.Advice{}, nil, nil)
	for _, page := range []struct {
		file, name string
		side       document.Side
	}{{in.front, "front", document.Front}, {in.back, "back", document.Back}} {
		if page.file == "" {
			continue
		}
		start := time.Now()
		side, err := addPage(ctx, p, c, page.file)
		if err != nil {
			return nil, err
		}
		if side != page.side && side != document.Unknown {
			say("%s shows the document's %s, not its %s: taken as what it shows", page.file, side, page.side)
		}
		r.MS[page.name] = sinceMillis(start)
	}
	if in.selfie != "" {
		start := time.Now()
		if err := setSelfie(ctx, p, c, in.selfie); err != nil {
			return nil, err
		}
		r.MS["selfie"] = sinceMillis(start)
	}
	start := time.Now()
	for _, challenge := range in.liveness {
		if err := challengeOf(ctx, p, c, challenge); err != nil {
			return nil, err
		}
		r.MS["liveness"] = sinceMillis(start)
	}
	documentInspection := p.Engine.InspectDocument(c, now)
	r.DocumentInspection, r.CustomerInspection = &documentInspection, p.Engine.InspectCustomer(c, now)
	r.Verdict = p.Engine.Decide(c, now)
	r.Customer = disview.Customer(c, now)
	return r, nil
}

func addPage(ctx context.Context, p *assemble.Parts, c *customer.Customer, file string) (document.Side, error) {
	data, err := readFile(file)
	if err != nil {
		return "", fmt.Errorf("%s: %w", file, err)
	}
	out, err := p.Engine.AddPage(ctx, c, data, nil)
	if err == nil && out.Code != "" {
		err = document.ErrNoCard
	}
	if err != nil {
		return "", fmt.Errorf("%s: %w", file, err)
	}
	return out.Page.Side, nil
}

func setSelfie(ctx context.Context, p *assemble.Parts, c *customer.Customer, file string) error {
	data, err := readFile(file)
	if err != nil {
		return fmt.Errorf("%s: %w", file, err)
	}
	out, err := p.Engine.SetSelfie(ctx, c, data)
	if err == nil && out.Code != "" {
		err = errors.New(errNoFace)
	}
	if err != nil {
		return fmt.Errorf("%s: %w", file, err)
	}
	return nil
}

// challengeOf feeds and evaluates one TYPE:SEQ.
func challengeOf(ctx context.Context, p *assemble.Parts, c *customer.Customer, text string) error {
	name, rest, ok := strings.Cut(text, ":")
	kind, known := kinds[name]
	if !ok || !known || kind == liveness.Passive {
		return usageError{fmt.Errorf("--liveness %q: write smile:NEUTRAL=a.jpg,SMILE=b.jpg or gaze:TOP_LEFT=a.jpg,…", text)}
	}
	shots, err := sequence(kind, strings.FieldsFunc(rest, func(r rune) bool { return r == ',' || r == ' ' }))
	if err != nil {
		return usageError{err}
	}
	if c.Liveness == nil {
		p.Engine.StartLiveness(c)
	}
	if err := feed(ctx, p, c, shots); err != nil {
		return err
	}
	_, err = p.Engine.EvaluateLiveness(ctx, c, kind)
	return err
}

func (r *verifyResult) text(w io.Writer) {
	fmt.Fprintf(w, "%s (%.0f ms)\n", r.Decision, r.MS["total"])
	for _, reason := range r.Reasons {
		fmt.Fprintf(w, "  %s\n", reason)
	}
	fmt.Fprintln(w, "Factors:")
	for _, f := range r.Factors {
		value := ""
		switch {
		case f.Score != nil:
			value = fmt.Sprintf("%.3f", *f.Score)
		case f.Value != nil:
			value = fmt.Sprint(*f.Value)
		}
		required := ""
		if f.Required {
			required = "required"
		}
		fmt.Fprintf(w, "  %-22s %-14s %-6s %s\n", f.Name, f.Result, value, required)
	}
}
