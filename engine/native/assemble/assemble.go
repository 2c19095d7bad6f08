// Package assemble builds the engine over its native parts: the one place
// where networks, OpenCV and Tesseract meet the engine's interfaces, so
// that both programs run the very same engine.
package assemble

import (
	"context"
	"crypto/sha256"
	"errors"
	"fmt"
	"maps"
	"os"
	"strings"

	"portico/engine/document"
	"portico/engine/document/barcode"
	"portico/engine/document/locate"
	"portico/engine/document/mrz"
	"portico/engine/document/template"
	"portico/engine/face"
	"portico/engine/imaging"
	"portico/engine/liveness/passive"
	"portico/engine/native/cv"
	"portico/engine/native/ort"
	"portico/engine/native/tess"
	"portico/engine/native/zxing"
	"portico/engine/onboarding"
	"portico/engine/trust"
	"portico/models"
)

// Parts are the engine and what it is made of. All are safe for concurrent use.
type Parts struct {
	Engine    *onboarding.Engine
	Documents *document.Reader
	Faces     *face.Analyzer
	Passive   *passive.Check
	Types     []template.Template
	Faults    []error // templates of the operator that could not be used

	policy    models.Policy
	seesFaces bool
	supplied  map[string]string // hashes of the operator's networks, shortened, by name
	closers   []func() error
}

// Open is OpenUnder the policy that uses every model.
func Open(ctx context.Context, templates ...string) (*Parts, error) {
	return OpenUnder(ctx, models.Disclose, templates...)
}

// OpenUnder loads the models that the policy allows and builds the engine;
// what the others compute is absent. A missing or damaged model is an error
// that names the command which mends it. The caller closes the Parts.
func OpenUnder(ctx context.Context, policy models.Policy, templates ...string) (_ *Parts, err error) {
	p := &Parts{policy: policy}
	defer func() {
		if err != nil {
			err = errors.Join(err, p.Close())
		}
	}()
	var nets networks
	var text *tess.Reader
	err = together(
		func() (err error) { nets, err = p.openNets(ctx); return },
		func() (err error) { text, err = tess.New(tess.Config{}); return },
		func() error { return p.openTypes(templates) },
	)
	if text != nil {
		p.closers = append(p.closers, func() error { text.Close(); return nil })
	}
	if err != nil {
		return nil, err
	}
	p.joinFaces(nets)
	if err := p.joinDocuments(nets, text); err != nil {
		return nil, err
	}
	var network *passive.Network
	if copies := nets[models.FaceCopy]; copies != nil {
		network = passive.Own(p.versions()[models.FaceCopy], copies)
	}
	p.Passive = passive.New(network)
	p.Settle(trust.StandardSet(), passive.Limits{})
	return p, ctx.Err()
}

// Grade has photographs of pages graded by l. It is called before Settle.
func (p *Parts) Grade(l document.QualityLimits) { p.Documents = p.Documents.WithQuality(l) }

// Supply has the passive check look through the operator's network instead of
// ours, whatever the policy; without a description it does nothing. It is
// called before Settle.
func (p *Parts) Supply(ctx context.Context, s passive.Supplied) error {
	if s.File == "" {
		return nil
	}
	if err := s.Check(); err != nil {
		return err
	}
	data, err := os.ReadFile(s.File)
	if err != nil {
		return fmt.Errorf("liveness.network: %w", err)
	}
	sum := fmt.Sprintf("%x", sha256.Sum256(data))
	if !strings.EqualFold(sum, s.SHA256) {
		return fmt.Errorf("liveness.network: %w: %s has the SHA-256 %s", models.ErrDamaged, s.File, sum)
	}
	net, err := ort.Open(s.File)
	if err != nil {
		return fmt.Errorf("liveness.network: %w", err)
	}
	p.closers = append(p.closers, net.Close)
	network, err := s.Network(ctx, net)
	if err != nil {
		return fmt.Errorf("liveness.network: %w", err)
	}
	network.Name = short(sum)
	p.Passive = p.Passive.WithNetwork(network)
	p.supplied = map[string]string{"operator:" + models.FaceCopy: short(sum)}
	return nil
}

// Settle has the engine decide by rules, and doubt faces from limits on; zeros
// are the built-in ones. It is called before the engine is shared.
func (p *Parts) Settle(rules *trust.Set, limits passive.Limits) {
	p.Passive.Settle(limits)
	p.Engine = onboarding.New(p.Documents, p.Faces, p.Passive, imaging.Limits{}).WithFollower(cv.Points{}).WithVersions(p.versions()).WithRules(rules)
}

// versions are the models' hashes, shortened, by name, the operator's too.
func (p *Parts) versions() map[string]string {
	all := maps.Clone(p.supplied)
	if all == nil {
		all = map[string]string{}
	}
	for _, m := range models.Manifest() {
		all[m.Name] = short(m.SHA256)
	}
	return all
}

func short(sum string) string { return sum[:min(16, len(sum))] }

func (p *Parts) joinFaces(nets networks) {
	p.Faces = face.New(face.Nets{
		Detector:  nets[models.FaceDetectionShortRange],
		Small:     nets[models.FaceDetectionFullRange],
		Mesh:      nets[models.FaceMeshAttention],
		Template:  nets[models.FaceTemplate],
		Eye:       nets[models.FaceEye],
		Wearables: nets[models.FaceWearables],
		Person:    nets[models.PersonSegmentation],
		Age:       nets[models.Age],
		Gender:    nets[models.Gender],
	})
	p.seesFaces = nets[models.FaceDetectionShortRange] != nil
}

func (p *Parts) joinDocuments(nets networks, text *tess.Reader) (err error) {
	parts := document.Parts{
		Cards: cv.Cards{}, Text: text, Words: text, Barcodes: barcode.NewReader(zxing.Decoder{}),
		Zones: mrz.NewReader(mrz.Nets{Glyphs: nets[models.MRZGlyphs], Witness: nets[models.MRZWitness]}, cv.TextLines{}),
	}
	if outlines := nets[models.CardCorners]; outlines != nil {
		if parts.Segments, err = locate.NewNetwork(outlines); err != nil {
			return err
		}
	}
	if p.seesFaces {
		parts.Portraits = p.Faces
	}
	p.Documents = document.NewReader(parts, p.Types)
	return nil
}

// Close frees what was loaded. No part may be used afterwards.
func (p *Parts) Close() error {
	var errs []error
	for i := len(p.closers) - 1; i >= 0; i-- {
		errs = append(errs, p.closers[i]())
	}
	p.closers = nil
	return errors.Join(errs...)
}
