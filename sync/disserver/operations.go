package disserver

import "maps"

// operations are those of the contract that this server implements.
func (s *server) operations() map[string]handler {
	all := map[string]handler{
		"info":     s.info,
		"health":   s.health,
		"metadata": s.metadata,

		"createCustomer":         s.createCustomer,
		"createCustomerWithUuid": s.createCustomerWithID,
		"getCustomer":            s.getCustomer,
		"deleteCustomer":         s.deleteCustomer,
		"inspect":                s.inspect,
		"inspectDisclose":        s.inspectDisclose,
		"storeInTrustPlatform":   s.keep,

		"createSession": s.createSession,
		"deleteSession": s.deleteSession,

		"createSelfie":       s.putSelfie,
		"createSelfieBinary": s.putSelfie,
		"getSelfieImage":     s.getSelfie,
		"deleteSelfie":       s.deleteSelfie,

		"createLiveness":                    s.putLiveness,
		"createLivenessSelfie":              s.addLivenessSelfie,
		"createLivenessRecord":              s.addRecord,
		"customerLivenessRecordSelfie":      s.getRecordSelfie,
		"createLivenessRecordChallenge":     s.putChallenge,
		"retrieveLivenessSelfiesAndRecords": s.retrieve,
		"evaluateLiveness":                  s.evaluateLiveness,
		"evaluateExtendedLiveness":          s.evaluateExtended,
		"deleteLiveness":                    s.deleteLiveness,

		"createDocument":              s.putDocument,
		"createDocumentPage":          s.putPage,
		"createDocumentPageBinary":    s.putPage,
		"documentPageCrop":            s.getPage,
		"documentPageQuality":         s.getQuality,
		"documentPortrait":            s.getPortrait,
		"createDocumentChipChallenge": s.putChipChallenge,
		"createDocumentChipData":      s.putChip,
		"getDocumentChipData":         s.getChip,
		"documentChipPortrait":        s.getChipPortrait,
		"documentSignature":           s.printed("signature", signature),
		"documentGhostPortrait":       s.printed("ghost portrait", ghostPortrait),
		"documentFingerprint":         s.printed("fingerprint", fingerprint),
		"documentInspect":             s.inspectDocument,
		"documentInspectDisclose":     s.inspectDocumentDisclose,
		"deleteDocument":              s.deleteDocument,

		"createPalm":          s.createPalm,
		"createPalmBinary":    s.createPalm,
		"deletePalm":          s.deletePalm,
		"inspectPalm":         s.noPalm,
		"getPalmTemplate":     s.noPalm,
		"checkPalmSimilarity": s.palmSimilarity,
	}
	if s.Faces != nil {
		maps.Copy(all, map[string]handler{
			"detectFace":        s.detectFace,
			"detectFaceBinary":  s.detectFace,
			"createTemplate":    s.faceTemplate,
			"evaluateAspects":   s.faceAspects,
			"checkQuality":      s.faceQuality,
			"doCrop":            s.faceCrop,
			"doCropCoordinates": s.faceCropCoordinates,
			"checkSimilarity":   s.faceSimilarity,
			"deleteFace":        s.deleteFace,

			"checkGlasses":           s.faceGlasses,
			"checkFaceMask":          s.faceMask,
			"doCropRemoveBackground": s.faceWithoutBackground,
		})
	}
	return all
}
