package disapi

import "time"

// ActuatorInfo says what answers.
type ActuatorInfo struct {
	Build BuildInfo `json:"build"`
	Sam   SamInfo   `json:"sam"`
	Iface IFaceInfo `json:"iface"`
}

// BuildInfo names the program.
type BuildInfo struct {
	Artifact string     `json:"artifact"`
	Name     string     `json:"name"`
	Group    string     `json:"group"`
	Version  string     `json:"version"`
	Time     *time.Time `json:"time,omitempty"`
}

// SamInfo is the version of what reads documents.
type SamInfo struct {
	Version string `json:"version"`
}

// IFaceInfo is the version of what compares faces.
type IFaceInfo struct {
	Version string       `json:"version"`
	License IfaceLicense `json:"license"`
}

// IfaceLicense is the day the licence ends, in strings.
type IfaceLicense struct {
	Year  string `json:"year"`
	Month string `json:"month"`
	Day   string `json:"day"`
}

// Health words.
const (
	Up   = "UP"
	Down = "DOWN"
)

// ActuatorHealth says whether the service works.
type ActuatorHealth struct {
	Status     string                     `json:"status"`
	Components map[string]ComponentStatus `json:"components,omitempty"`
}

// ComponentStatus says whether a part works.
type ComponentStatus struct {
	Status string `json:"status"`
}
