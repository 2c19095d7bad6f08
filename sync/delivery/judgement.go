package delivery

import (
	"context"
	"encoding/json"
	"fmt"
	"maps"
	"slices"

	"portico/engine/trust"
	"portico/sync/disclient"
)

// Words for what a backend's inspections found wrong. They are factors of the
// audit trail.
const (
	concernPortrait   = "selfie.documentPortrait"
	concernLiveness   = "selfie.livenessSelfies"
	concernExpired    = "document.expired"
	concernZone       = "document.mrz"
	concernConsistent = "document.textConsistency"
	concernColours    = "document.colorProfile"
	concernScreen     = "document.screen"
	concernPrint      = "document.print"
	concernNothing    = "backend.findsNothing" // wrong where we rejected
)

// inspect asks the backend what it makes of the selfie.
func (d *parcel) inspect(ctx context.Context) (string, error) {
	data, err := d.backend.Inspect(ctx, d.c.ID)
	if err != nil {
		return "", err
	}
	var out selfieFindings
	if json.Unmarshal(data, &out) != nil {
		return "", disclient.ErrAnswer
	}
	similar := out.Selfie.Similar
	return d.note(slices.Concat(wrong(concernPortrait, similar.Portrait, false), wrong(concernLiveness, similar.Liveness, false))), nil
}

// inspectDocument asks the backend what it makes of the document.
func (d *parcel) inspectDocument(ctx context.Context) (string, error) {
	data, err := d.backend.InspectDocument(ctx, d.c.ID)
	if err != nil {
		return "", err
	}
	var out documentFindings
	if json.Unmarshal(data, &out) != nil {
		return "", disclient.ErrAnswer
	}
	return d.note(concernsOf(out)), nil
}

// concernsOf are what speaks against a document. Fields that were read with
// doubt are none: they speak against the reader.
func concernsOf(out documentFindings) []string {
	found := slices.Concat(wrong(concernExpired, out.Expired, true), wrong(concernZone, out.Zone.Valid, false),
		wrong(concernConsistent, out.Visual.Text.Consistent, false))
	for _, side := range slices.Sorted(maps.Keys(out.Pages)) {
		page := out.Pages[side]
		found = slices.Concat(found, wrong(concernColours, page.Colours, true), wrong(concernScreen, page.Screen, true), wrong(concernPrint, page.Print, true))
	}
	return found
}

// wrong is name where a finding is there and bad.
func wrong(name string, finding *bool, bad bool) []string {
	if finding != nil && *finding == bad {
		return []string{name}
	}
	return nil
}

// note keeps the concerns, each once, and says how many there are.
func (d *parcel) note(found []string) string {
	for _, f := range found {
		if !slices.Contains(d.p.Concerns, f) {
			d.p.Concerns = append(d.p.Concerns, f)
		}
	}
	return fmt.Sprintf("%d concerns", len(found))
}

// inspected says whether the backend judged anything at all.
func (d *parcel) inspected() bool { return d.p.Answers["inspect"] != "" }

// differs compares what the backend found with the decision here: whom we
// accept it must find nothing wrong with, and whom we reject something. A
// REVIEW that nobody decided agrees with either.
func differs(decision trust.Decision, concerns []string, inspected bool) []string {
	switch {
	case decision == trust.Accept:
		return concerns
	case decision == trust.Reject && inspected && len(concerns) == 0:
		return []string{concernNothing}
	}
	return nil
}
