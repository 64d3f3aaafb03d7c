; The installer for one user: no rights of an administrator, nothing outside the user's own folders and registry.
;
;   makensis -DVERSION=0.1.0 -DPROGRAMS=folder with dateline.exe and dateline-desktop.exe -DOUT=file.exe dateline.nsi
;
; Silent: dateline-setup.exe /S [/D=C:\folder]; uninstall.exe /S. Exit codes: 0 done, 1 canceled, 2 nothing was changed, because
; Dateline runs, the folder cannot be written or the older version could not be removed.
Unicode true
; By default the installer's own code is that of 32-bit Windows, which every Windows runs. Wine alone may need the other.
!ifdef STUB
  Target ${STUB}
!endif
; zlib is quicker and gives a larger file.
!ifndef COMPRESS
  !define COMPRESS lzma
!endif
SetCompressor /SOLID ${COMPRESS}
; Most of the second program is the first again, if the compressor can look back that far; in megabytes.
!if ${COMPRESS} == lzma
  SetCompressorDictSize 64
!endif
!include "MUI2.nsh"
!include "FileFunc.nsh"
!include "LogicLib.nsh"

!define CLASSES "Software\Classes"
!define PROJECT "Dateline.Project"
!define OPENER "${CLASSES}\Applications\dateline-desktop.exe"
!define UNINSTALL "Software\Microsoft\Windows\CurrentVersion\Uninstall\Dateline"
!define APP_PATHS "Software\Microsoft\Windows\CurrentVersion\App Paths"

Name "Dateline"
OutFile "${OUT}"
RequestExecutionLevel user
InstallDir "$LOCALAPPDATA\Programs\Dateline"
; An installation is replaced where it lies.
InstallDirRegKey HKCU "${UNINSTALL}" "InstallLocation"
ShowInstDetails nevershow
ShowUninstDetails nevershow
BrandingText "Dateline ${VERSION}"
ManifestDPIAware true
ManifestSupportedOS Win10

VIProductVersion "${VERSION_NUMBERS}"
VIFileVersion "${VERSION_NUMBERS}"
VIAddVersionKey "ProductName" "Dateline"
VIAddVersionKey "ProductVersion" "${VERSION}"
VIAddVersionKey "FileVersion" "${VERSION}"
VIAddVersionKey "FileDescription" "Installs Dateline ${VERSION}"
VIAddVersionKey "CompanyName" "The Dateline authors"
VIAddVersionKey "LegalCopyright" "The Dateline authors. Apache License 2.0"

!define MUI_ICON "..\..\assets\icons\dateline.ico"
!define MUI_UNICON "..\..\assets\icons\dateline.ico"
!define MUI_ABORTWARNING
!define MUI_FINISHPAGE_RUN "$INSTDIR\dateline-desktop.exe"
!define MUI_FINISHPAGE_RUN_TEXT "Start Dateline"
!insertmacro MUI_PAGE_DIRECTORY
!insertmacro MUI_PAGE_INSTFILES
!insertmacro MUI_PAGE_FINISH
!insertmacro MUI_UNPAGE_CONFIRM
!insertmacro MUI_UNPAGE_INSTFILES
!insertmacro MUI_LANGUAGE "English"

; Windows keeps a program that runs from being written to, which is how it is told here; nothing is ended by force.
!macro StopWhileRunning un
Function ${un}StopWhileRunning
  Push $0
  Push $1
  ${For} $1 1 2
    ${If} $1 = 1
      StrCpy $0 "$INSTDIR\dateline-desktop.exe"
    ${Else}
      StrCpy $0 "$INSTDIR\dateline.exe"
    ${EndIf}
    ${DoWhile} ${FileExists} "$0"
      ClearErrors
      Push $2
      FileOpen $2 "$0" a
      ${IfNot} ${Errors}
        FileClose $2
        Pop $2
        ${ExitDo}
      ${EndIf}
      Pop $2
      MessageBox MB_RETRYCANCEL|MB_ICONEXCLAMATION "Dateline is running, so $0 cannot be replaced.$\r$\n$\r$\nClose its windows, then choose Retry. Nothing has been changed yet." /SD IDCANCEL IDRETRY again
      SetErrorLevel 2
      Quit
      again:
    ${Loop}
  ${Next}
  Pop $1
  Pop $0
FunctionEnd
!macroend
; Labels are local to their function, so one text serves both programs.
!insertmacro StopWhileRunning ""
!insertmacro StopWhileRunning "un."

Function StopUnlessWritable
  Push $0
  ClearErrors
  CreateDirectory "$INSTDIR"
  FileOpen $0 "$INSTDIR\dateline-setup.tmp" w
  ${If} ${Errors}
    MessageBox MB_OK|MB_ICONSTOP "Could not write to $INSTDIR.$\r$\n$\r$\nChoose a folder of your own. Nothing has been changed." /SD IDOK
    SetErrorLevel 2
    Quit
  ${EndIf}
  FileClose $0
  Delete "$INSTDIR\dateline-setup.tmp"
  Pop $0
FunctionEnd

; What another version put there goes by its own uninstaller, which knows its files; also where that lies in another folder.
Function RemoveOther
  Push $0
  Push $1
  ReadRegStr $1 HKCU "${UNINSTALL}" "InstallLocation"
  ${If} $1 == ""
    StrCpy $1 $INSTDIR
  ${EndIf}
  ${If} ${FileExists} "$1\uninstall.exe"
    ClearErrors
    ExecWait '"$1\uninstall.exe" /S _?=$1' $0
    ${If} ${Errors}
    ${OrIf} $0 <> 0
      MessageBox MB_OK|MB_ICONSTOP "Could not remove the version that is installed in $1.$\r$\n$\r$\nClose Dateline, remove it in Settings, Apps, then start this again." /SD IDOK
      SetErrorLevel 2
      Quit
    ${EndIf}
    Delete "$1\uninstall.exe"
    RMDir "$1"
    CreateDirectory "$INSTDIR"
  ${EndIf}
  Pop $1
  Pop $0
FunctionEnd

!macro OfferFor ending
  WriteRegStr HKCU "${OPENER}\SupportedTypes" "${ending}" ""
!macroend

Section "Dateline"
  Call StopUnlessWritable
  Call StopWhileRunning
  Call RemoveOther

  SetOutPath "$INSTDIR"
  File "${PROGRAMS}\dateline-desktop.exe"
  File "${PROGRAMS}\dateline.exe"
  File "/oname=LICENSE.txt" "..\..\LICENSE"
  File "/oname=LICENCES.md" "..\..\assets\LICENCES.md"
!ifdef EXTRA
  File "${EXTRA}"
!endif
  WriteUninstaller "$INSTDIR\uninstall.exe"
  CreateShortcut "$SMPROGRAMS\Dateline.lnk" "$INSTDIR\dateline-desktop.exe" "" "" "" "" "" "Read a pile of news articles"

  ; Projects open by double-click.
  WriteRegStr HKCU "${CLASSES}\.dateline" "" "${PROJECT}"
  WriteRegStr HKCU "${CLASSES}\.dateline\OpenWithProgids" "${PROJECT}" ""
  WriteRegStr HKCU "${CLASSES}\${PROJECT}" "" "Dateline project"
  WriteRegStr HKCU "${CLASSES}\${PROJECT}\DefaultIcon" "" "$INSTDIR\dateline-desktop.exe,0"
  WriteRegStr HKCU "${CLASSES}\${PROJECT}\shell\open\command" "" '"$INSTDIR\dateline-desktop.exe" "%1"'
  ; Articles are offered Dateline under "Open with"; what opens them by double-click stays.
  WriteRegStr HKCU "${OPENER}" "FriendlyAppName" "Dateline"
  WriteRegStr HKCU "${OPENER}\shell\open\command" "" '"$INSTDIR\dateline-desktop.exe" "%1"'
  !insertmacro OfferFor ".dateline"
  !insertmacro OfferFor ".txt"
  !insertmacro OfferFor ".md"
  !insertmacro OfferFor ".html"
  !insertmacro OfferFor ".htm"
  !insertmacro OfferFor ".mhtml"
  !insertmacro OfferFor ".mht"
  !insertmacro OfferFor ".pdf"
  !insertmacro OfferFor ".docx"
  !insertmacro OfferFor ".odt"
  !insertmacro OfferFor ".fodt"
  !insertmacro OfferFor ".rtf"
  !insertmacro OfferFor ".epub"
  !insertmacro OfferFor ".eml"
  !insertmacro OfferFor ".mbox"
  !insertmacro OfferFor ".csv"
  !insertmacro OfferFor ".tsv"
  !insertmacro OfferFor ".xlsx"
  !insertmacro OfferFor ".json"
  !insertmacro OfferFor ".jsonl"
  !insertmacro OfferFor ".ndjson"
  !insertmacro OfferFor ".xml"
  !insertmacro OfferFor ".zip"
  ; Found by name in the Run box.
  WriteRegStr HKCU "${APP_PATHS}\dateline.exe" "" "$INSTDIR\dateline.exe"
  WriteRegStr HKCU "${APP_PATHS}\dateline-desktop.exe" "" "$INSTDIR\dateline-desktop.exe"

  WriteRegStr HKCU "${UNINSTALL}" "DisplayName" "Dateline"
  WriteRegStr HKCU "${UNINSTALL}" "DisplayVersion" "${VERSION}"
  WriteRegStr HKCU "${UNINSTALL}" "DisplayIcon" "$INSTDIR\dateline-desktop.exe,0"
  WriteRegStr HKCU "${UNINSTALL}" "Publisher" "The Dateline authors"
  WriteRegStr HKCU "${UNINSTALL}" "InstallLocation" "$INSTDIR"
  WriteRegStr HKCU "${UNINSTALL}" "UninstallString" '"$INSTDIR\uninstall.exe"'
  WriteRegStr HKCU "${UNINSTALL}" "QuietUninstallString" '"$INSTDIR\uninstall.exe" /S'
  WriteRegDWORD HKCU "${UNINSTALL}" "NoModify" 1
  WriteRegDWORD HKCU "${UNINSTALL}" "NoRepair" 1
  ${GetSize} "$INSTDIR" "/S=0K" $0 $1 $2
  WriteRegDWORD HKCU "${UNINSTALL}" "EstimatedSize" $0
  ${RefreshShellIcons}
SectionEnd

Section "Uninstall"
  Call un.StopWhileRunning
  Delete "$INSTDIR\dateline-desktop.exe"
  Delete "$INSTDIR\dateline.exe"
  Delete "$INSTDIR\LICENSE.txt"
  Delete "$INSTDIR\LICENCES.md"
!ifdef EXTRA
  Delete "$INSTDIR\${EXTRA_NAME}"
!endif
  Delete "$INSTDIR\uninstall.exe"
  ; Only when empty: what somebody else put there stays.
  RMDir "$INSTDIR"
  Delete "$SMPROGRAMS\Dateline.lnk"

  ; Another program may have taken the ending over since.
  ReadRegStr $0 HKCU "${CLASSES}\.dateline" ""
  ${If} $0 == "${PROJECT}"
    DeleteRegValue HKCU "${CLASSES}\.dateline" ""
  ${EndIf}
  DeleteRegValue HKCU "${CLASSES}\.dateline\OpenWithProgids" "${PROJECT}"
  DeleteRegKey /ifempty HKCU "${CLASSES}\.dateline\OpenWithProgids"
  DeleteRegKey /ifempty HKCU "${CLASSES}\.dateline"
  DeleteRegKey HKCU "${CLASSES}\${PROJECT}"
  DeleteRegKey HKCU "${OPENER}"
  DeleteRegKey HKCU "${APP_PATHS}\dateline.exe"
  DeleteRegKey HKCU "${APP_PATHS}\dateline-desktop.exe"
  DeleteRegKey HKCU "${UNINSTALL}"
  ${RefreshShellIcons}
SectionEnd
