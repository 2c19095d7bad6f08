package node

import "portico/models"

// Versions returns what a decision depends on beside its rules, for the audit
// trail: the program's version and the models'.
func Versions() map[string]string {
	all := map[string]string{"portico": info().Build.Version}
	for _, m := range models.Manifest() {
		all[m.Name] = m.SHA256[:min(16, len(m.SHA256))]
	}
	return all
}
