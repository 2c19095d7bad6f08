package onboarding

import (
	"maps"
	"time"

	"portico/engine/customer"
	"portico/engine/liveness"
	"portico/engine/trust"
)

// Decide judges what is known of c at now. It changes nothing.
func (e *Engine) Decide(c *customer.Customer, now time.Time) trust.Verdict {
	evidence, hasMRZ := e.Evidence(c, now)
	rules := e.Rules()
	v := trust.Decide(evidence, rules.Rules(hasMRZ))
	name, digest := rules.Version()
	v.Versions = map[string]string{"rules": name + " " + digest}
	maps.Copy(v.Versions, e.versions)
	return v
}

// Rules are those that Decide decides by.
func (e *Engine) Rules() *trust.Set { return e.rules.Load() }

// Evidence is what is known of c at now, by the factors of package trust, and
// whether the document is of a kind with a machine-readable zone. What could
// not be computed is absent.
func (e *Engine) Evidence(c *customer.Customer, now time.Time) (evidence map[string]trust.Evidence, hasMRZ bool) {
	evidence = map[string]trust.Evidence{}
	score := func(name string, s *float64) {
		if s != nil {
			evidence[name] = trust.Evidence{Score: s}
		}
	}
	hasMRZ = true
	if c.Document != nil {
		d := e.InspectDocument(c, now)
		hasMRZ = carriesMRZ(c.Document)
		score(trust.DocumentGenuine, d.Genuine)
		if d.Expired != nil {
			evidence[trust.DocumentNotExpired] = trust.Flag(!*d.Expired)
		}
		if d.MRZ != nil {
			evidence[trust.MRZValid] = trust.Flag(d.MRZ.Valid)
		}
		unsure := d.MRZ != nil && !d.MRZ.Sure
		if d.Visual != nil || unsure {
			evidence[trust.OCRConfident] = trust.Flag(!unsure && len(d.Visual.OCR.Low) == 0)
		}
		if d.Visual != nil {
			if d.Visual.Text != nil {
				evidence[trust.DataConsistent] = trust.Flag(d.Visual.Text.Consistent)
			}
		}
	}
	in := e.InspectCustomer(c, now)
	score(trust.PortraitMatch, in.Portrait)
	if in.Copied != nil {
		evidence[trust.SelfieIndependent] = trust.Flag(!*in.Copied)
	}
	if c.Selfie != nil {
		evidence[trust.SelfieAlone] = trust.Flag(!c.Selfie.Several)
	}
	if in.Selfie != nil && in.Selfie.agePlausible != nil {
		evidence[trust.AgePlausible] = trust.Flag(*in.Selfie.agePlausible)
	}
	if in.Selfie != nil && in.Selfie.AgeDifference != nil && in.Selfie.AgeDifference.Birth != nil {
		evidence[trust.AgeDifference] = trust.Score(float64(*in.Selfie.AgeDifference.Birth))
	}
	evidence[trust.LivenessMatch], evidence[trust.ActiveLiveness] = livenessEvidence(c, in)
	score(trust.PassiveLiveness, passiveLiveness(c))
	return evidence, hasMRZ
}

// Finish ends the onboarding with the engine's verdict.
func (e *Engine) Finish(c *customer.Customer, now time.Time) {
	v := e.Decide(c, now)
	c.Verdict, c.State = &v, customer.Finished
}

// carriesMRZ says whether the document is of a type with a machine-readable
// zone, or shows one. Of an unknown type it is assumed: what cannot be known
// must not be skipped.
func carriesMRZ(d *customer.Document) bool {
	known := false
	for _, p := range d.Pages {
		if p.MRZ != nil {
			return true
		}
		if p.Type != nil {
			known = true
			if p.Type.MRTD != "" {
				return true
			}
		}
	}
	return !known
}

// livenessEvidence is the worst similarity of the selfie to the liveness
// pictures, and the worst of the active challenges. A picture that could not
// be compared leaves both incomplete, for a stranger may have passed the
// challenge; one challenge that could not be scored leaves the second so.
func livenessEvidence(c *customer.Customer, in CustomerInspection) (match, active trust.Evidence) {
	if c.Liveness == nil {
		return match, active
	}
	match.Score = in.Liveness
	for kind, r := range c.Liveness.Results {
		switch {
		case !kind.Active():
		case r.Score == nil:
			active.Incomplete = "not every active liveness challenge could be evaluated"
		default:
			active.Score = smaller(active.Score, r.Score)
		}
	}
	if in.Liveness == nil || in.Unmatched {
		match.Incomplete = "not every liveness picture could be compared with the selfie"
		active.Incomplete = match.Incomplete
	}
	return match, active
}

// smaller returns the smaller score; nil is none, and not-a-number the smallest.
func smaller(a, b *float64) *float64 {
	if a == nil || b != nil && !(*b >= *a) {
		return b
	}
	return a
}

// passiveLiveness is the container's score where there is one, else the selfie's.
func passiveLiveness(c *customer.Customer) *float64 {
	if c.Liveness != nil {
		if r := c.Liveness.Results[liveness.Passive]; r.Score != nil {
			return r.Score
		}
	}
	if c.Selfie != nil && c.Selfie.Passive != nil {
		return c.Selfie.Passive.Score
	}
	return nil
}
