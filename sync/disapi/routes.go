package disapi

// Route is one operation of the contract.
type Route struct {
	Operation string // the contract's operationId
	Method    string
	Path      string // with {parameters}, from Base on
}

// Open says that the operation takes no token.
func (r Route) Open() bool { return r.Operation == "info" || r.Operation == "health" }

// Routes returns all operations of the contract, by path and method.
func Routes() []Route {
	return []Route{
		{"createCustomer", "POST", Base + "/customers"},
		{"deleteCustomer", "DELETE", Base + "/customers/{id}"},
		{"getCustomer", "GET", Base + "/customers/{id}"},
		{"createCustomerWithUuid", "POST", Base + "/customers/{id}"},
		{"deleteDocument", "DELETE", Base + "/customers/{id}/document"},
		{"createDocument", "PUT", Base + "/customers/{id}/document"},
		{"createDocumentChipChallenge", "PUT", Base + "/customers/{id}/document/chip/challenge"},
		{"getDocumentChipData", "GET", Base + "/customers/{id}/document/chip/data"},
		{"createDocumentChipData", "PUT", Base + "/customers/{id}/document/chip/data"},
		{"documentChipPortrait", "GET", Base + "/customers/{id}/document/chip/portrait"},
		{"documentFingerprint", "GET", Base + "/customers/{id}/document/fingerprint"},
		{"documentGhostPortrait", "GET", Base + "/customers/{id}/document/ghost-portrait"},
		{"documentInspect", "POST", Base + "/customers/{id}/document/inspect"},
		{"documentInspectDisclose", "POST", Base + "/customers/{id}/document/inspect/disclose"},
		{"createDocumentPage", "PUT", Base + "/customers/{id}/document/pages"},
		{"createDocumentPageBinary", "PUT", Base + "/customers/{id}/document/pages/binary"},
		{"documentPageCrop", "GET", Base + "/customers/{id}/document/pages/{page-type}"},
		{"documentPageQuality", "GET", Base + "/customers/{id}/document/pages/{page-type}/quality"},
		{"documentPortrait", "GET", Base + "/customers/{id}/document/portrait"},
		{"documentSignature", "GET", Base + "/customers/{id}/document/signature"},
		{"inspect", "POST", Base + "/customers/{id}/inspect"},
		{"inspectDisclose", "POST", Base + "/customers/{id}/inspect/disclose"},
		{"deleteLiveness", "DELETE", Base + "/customers/{id}/liveness"},
		{"createLiveness", "PUT", Base + "/customers/{id}/liveness"},
		{"evaluateLiveness", "POST", Base + "/customers/{id}/liveness/evaluation"},
		{"evaluateExtendedLiveness", "POST", Base + "/customers/{id}/liveness/evaluation/extended"},
		{"createLivenessRecord", "POST", Base + "/customers/{id}/liveness/records"},
		{"createLivenessRecordChallenge", "PUT", Base + "/customers/{id}/liveness/records/challenge"},
		{"customerLivenessRecordSelfie", "GET", Base + "/customers/{id}/liveness/records/{recordId}/selfie"},
		{"createLivenessSelfie", "POST", Base + "/customers/{id}/liveness/selfies"},
		{"retrieveLivenessSelfiesAndRecords", "POST", Base + "/customers/{id}/liveness/selfies/retrieve"},
		{"deleteSelfie", "DELETE", Base + "/customers/{id}/selfie"},
		{"getSelfieImage", "GET", Base + "/customers/{id}/selfie"},
		{"createSelfie", "PUT", Base + "/customers/{id}/selfie"},
		{"createSelfieBinary", "PUT", Base + "/customers/{id}/selfie/binary"},
		{"storeInTrustPlatform", "POST", Base + "/customers/{id}/store"},
		{"detectFace", "POST", Base + "/faces"},
		{"detectFaceBinary", "POST", Base + "/faces/binary"},
		{"deleteFace", "DELETE", Base + "/faces/{id}"},
		{"evaluateAspects", "GET", Base + "/faces/{id}/aspects"},
		{"doCrop", "GET", Base + "/faces/{id}/crop"},
		{"doCropCoordinates", "GET", Base + "/faces/{id}/crop/coordinates"},
		{"doCropRemoveBackground", "GET", Base + "/faces/{id}/crop/removed-background"},
		{"checkFaceMask", "GET", Base + "/faces/{id}/face-mask"},
		{"createTemplate", "GET", Base + "/faces/{id}/face-template"},
		{"checkGlasses", "GET", Base + "/faces/{id}/glasses"},
		{"checkQuality", "GET", Base + "/faces/{id}/quality"},
		{"checkSimilarity", "POST", Base + "/faces/{probe_face_id}/similarity"},
		{"health", "GET", Base + "/health"},
		{"info", "GET", Base + "/info"},
		{"metadata", "GET", Base + "/metadata"},
		{"createPalm", "POST", Base + "/palms"},
		{"createPalmBinary", "POST", Base + "/palms/binary"},
		{"deletePalm", "DELETE", Base + "/palms/{id}"},
		{"inspectPalm", "POST", Base + "/palms/{id}/inspect"},
		{"getPalmTemplate", "GET", Base + "/palms/{id}/template"},
		{"checkPalmSimilarity", "POST", Base + "/palms/{probe_palm_id}/similarity"},
		{"deleteSession", "DELETE", Base + "/sessions"},
		{"createSession", "POST", Base + "/sessions"},
	}
}
