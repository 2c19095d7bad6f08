package config

import (
	"fmt"
	"slices"

	"portico/engine/document"
	"portico/engine/guidance"
)

// Camera chooses the cameras by their stable identity (portico camera list).
// Empty means the best one found; one camera may serve both roles.
type Camera struct {
	Document string `toml:"document"`
	Face     string `toml:"face"`

	// Allow names the cameras that may be used, by identity or, for every one of
	// a kind, by vendor:product; network cameras by address. Empty means all.
	Allow []string `toml:"allow"`
	// Rotate turns what a camera shows clockwise: degrees by identity or address.
	Rotate map[string]int `toml:"rotate"`
	// Controls are set when a camera is opened for a role: values by name, as
	// portico camera list shows them, by role.
	Controls map[Role]map[string]int `toml:"controls"`
	// Guidance is what pictures must keep to before they are taken, by role;
	// portico camera calibrate proposes it.
	Guidance guidance.Limits `toml:"guidance"`
	// Pages are the limits of a page's quality, of which its issues and warnings
	// tell; zeros mean the built-in ones.
	Pages document.QualityLimits `toml:"pages"`
}

// Role is what a camera is for.
type Role string

// The roles.
const (
	DocumentRole Role = "document"
	FaceRole     Role = "face"
)

// Of returns the identity of the camera for a role; empty for the best found.
func (c Camera) Of(role Role) string {
	if role == DocumentRole {
		return c.Document
	}
	return c.Face
}

// Names reports whether the configuration names this camera anywhere, by its
// identity or, where it is of a kind that is allowed, by vendor:product.
func (c Camera) Names(id, kind string) bool {
	return id == c.Document || id == c.Face || slices.Contains(c.Allow, id) || kind != "" && slices.Contains(c.Allow, kind)
}

// Validate reports the first thing that cannot work, with what to write instead.
func (c Camera) Validate() error {
	for id, degrees := range c.Rotate {
		if degrees%90 != 0 || degrees < 0 || degrees > 270 {
			return fmt.Errorf("camera.rotate: %s is turned by %d; write 0, 90, 180 or 270", id, degrees)
		}
	}
	for role := range c.Controls {
		if role != DocumentRole && role != FaceRole {
			return fmt.Errorf("camera.controls: %q is no role; write document or face", role)
		}
	}
	if err := c.Pages.Check(); err != nil {
		return fmt.Errorf("camera.pages: %w", err)
	}
	if err := c.Guidance.Validate(); err != nil {
		return fmt.Errorf("camera.guidance.%w", err)
	}
	return nil
}
