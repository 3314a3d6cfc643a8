"""Why the team proposes where a finding should go, as the demo's leaders write it."""

from findings.models import Landing

WHY = {
    Landing.Kind.ORGANISATION: "属于一般性问题，由被巡察党组织整改。",
    Landing.Kind.PRINCIPAL: "涉及班子成员，向主要负责人反馈并由其督促整改。",
    Landing.Kind.DISCIPLINE: "涉嫌违反纪律，按管理权限移交区纪委监委。",
    Landing.Kind.PERSONNEL: "属于选人用人方面问题，移交区委组织部。",
    Landing.Kind.DEPARTMENT: "属于职能部门监管职责，移交主管部门研究处理。",
}
