"""billing 2018-07-09: orders and the rows that they leave in the monthly bill."""

import re
from collections.abc import Mapping
from datetime import datetime, timedelta

from beian.emulator.accounts import Account, Bill, Order
from beian.emulator.asking import Action, Ask, Reply
from beian.emulator.errors import ApiError
from beian.emulator.moments import SHANGHAI, add_months, parse_moment, wall

_DELIVERED = 4
_NEVER_PAID = frozenset({1, 7, 8, 11, 12})
"""To be paid, cancelled, lapsed, refused by the payer, being paid: none is on a bill."""
_LARGEST_PAGE = 1000
_LARGEST_WITH_RESOURCES = 200
_ZERO_TIME = "0000-00-00 00:00:00"


def describe_deals_by_cond(ask: Ask) -> Reply:
    """Offset is the number of a page; without Status and StatusSet, delivered orders only."""
    start, end = _time(ask, "StartTime"), _time(ask, "EndTime")
    if end < start:
        raise ApiError("InvalidParameter", "EndTime is before StartTime.")
    number, limit = ask.page(largest=_LARGEST_PAGE)
    found = [order for order in ask.account.orders if start <= order.created <= end]
    found = [order for order in found if _wanted(ask, order)]
    found.sort(key=lambda order: (order.created, order.id), reverse=True)
    with_resources = (ask.whole("Limit") or 0) <= _LARGEST_WITH_RESOURCES
    page = found[number * limit : (number + 1) * limit]
    deals = [_deal(order, ask.account.uin, with_resources=with_resources) for order in page]
    return {"Deals": deals, "TotalCount": len(found)}


def describe_bill_resource_summary(ask: Ask) -> Reply:
    """Purchases paid in the month; Total is null unless NeedRecordNum is 1."""
    month = ask.text("Month") or ""
    if not re.fullmatch(r"\d{4}-(0[1-9]|1[0-2])", month):
        raise ApiError("InvalidParameter", "Month is not in the form yyyy-mm.")
    offset, limit = ask.page(largest=_LARGEST_PAGE)
    rows = [
        _bill_row(ask.account, order, order.bill, month)
        for order in ask.account.orders
        if order.bill is not None and _billed(order, month)
    ]
    for parameter, column in _ROW_FILTERS.items():
        asked = ask.text(parameter)
        if asked is not None:
            rows = [row for row in rows if row[column] == asked]
    if ask.text("PayMode") == "postPay" or ask.text("TagKey") is not None:
        rows = []
    total = len(rows) if ask.whole("NeedRecordNum") == 1 else None
    return {"ResourceSummarySet": rows[offset : offset + limit], "Total": total}


_ROW_FILTERS = {
    "ActionType": "ActionTypeName",
    "ResourceId": "ResourceId",
    "BusinessCode": "BusinessCode",
    "PayerUin": "PayerUin",
}


def _time(ask: Ask, name: str) -> datetime:
    try:
        return parse_moment(ask.text(name))
    except ValueError:
        raise ApiError(
            "InvalidParameter", f"{name} is not in the form yyyy-mm-dd hh:mm:ss."
        ) from None


def _wanted(ask: Ask, order: Order) -> bool:
    status = ask.whole("Status")
    statuses = ask.items("StatusSet") or [_DELIVERED if status is None else status]
    return (
        order.status in statuses
        and ask.text("OrderId") in (None, order.id)
        and ask.text("BigDealId") in (None, _big_deal(order))
        and ask.text("ResourceId") is None
    )


def _big_deal(order: Order) -> str:
    return order.big_deal_id or order.id


def _deal(order: Order, uin: str, *, with_resources: bool) -> Reply:
    original = order.total_cost_fen
    return {
        "OrderId": order.id,
        "Status": order.status,
        "Payer": uin,
        "CreateTime": wall(order.created),
        "Creator": uin,
        "RealTotalCost": order.cost_fen,
        "VoucherDecline": order.voucher_fen,
        "ProjectId": 0,
        "GoodsCategoryId": 0,
        "ProductInfo": [{"Name": name, "Value": value} for name, value in order.spec.items()],
        "TimeSpan": order.span.count,
        "TimeUnit": order.span.unit,
        "Currency": "CNY",
        "Policy": 100,
        "Price": 0,
        "TotalCost": order.cost_fen + order.voucher_fen if original is None else original,
        "ProductCode": order.product.code,
        "SubProductCode": order.sub_product.code,
        "BigDealId": _big_deal(order),
        "Formula": "",
        "RefReturnDeals": ",".join(order.refers_to),
        "PayMode": order.pay_mode,
        "Action": order.action,
        "ProductName": order.product.name,
        "SubProductName": order.sub_product.name,
        "ResourceId": [] if with_resources else None,
        "ZoneCode": "",
    }


def _billed(order: Order, month: str) -> bool:
    return (
        order.action == "purchase"
        and order.status not in _NEVER_PAID
        and order.created.astimezone(SHANGHAI).strftime("%Y-%m") == month
    )


def _bill_row(account: Account, order: Order, bill: Bill, month: str) -> Reply:
    end = bill.end or _after_span(order)
    paid, voucher = _yuan(order.cost_fen), _yuan(order.voucher_fen)
    columns = dict.fromkeys(_EMPTY_COLUMNS, "")
    return {
        **columns,
        "BusinessCodeName": order.product.name,
        "ProductCodeName": order.sub_product.name,
        "PayModeName": "包年包月",
        "ProjectName": "默认项目",
        "RegionName": "其他",
        "ZoneName": "其他",
        "ActionTypeName": "包年包月新购",
        "OrderId": order.id,
        "PayTime": wall(order.created),
        "FeeBeginTime": wall(bill.begin or order.created),
        "FeeEndTime": _ZERO_TIME if end is None else wall(end),
        "ConfigDesc": "；".join(f"{name}：{value}" for name, value in order.spec.items()),
        "TotalCost": _yuan(order.cost_fen + order.voucher_fen),
        "Discount": "1",
        "RealTotalCost": _yuan(order.cost_fen + order.voucher_fen),
        "VoucherPayAmount": voucher,
        "CashPayAmount": paid,
        "IncentivePayAmount": _yuan(0),
        "TransferPayAmount": _yuan(0),
        "Tags": [],
        "PayerUin": account.uin,
        "OwnerUin": account.uin,
        "OperateUin": account.uin,
        "BusinessCode": order.product.code,
        "ProductCode": order.sub_product.code,
        "RegionId": 0,
        "InstanceType": "资源包",
        "OriginalCostWithRI": _yuan(0),
        "SPDeduction": _yuan(0),
        "OriginalCostWithSP": _yuan(0),
        "BillMonth": month,
    }


_EMPTY_COLUMNS = (
    "ResourceId",
    "ResourceName",
    "ExtendField1",
    "ExtendField2",
    "ReduceType",
    "ExtendField3",
    "ExtendField4",
    "ExtendField5",
)


def _yuan(fen: int) -> str:
    return f"{fen // 100}.{fen % 100:02d}000000" if fen >= 0 else f"-{_yuan(-fen)}"


def _after_span(order: Order) -> datetime | None:
    """None for a unit whose length is not known."""
    count, created = order.span.count, order.created.astimezone(SHANGHAI)
    if order.span.unit in {"m", "y"}:
        return add_months(created, int(count * (12 if order.span.unit == "y" else 1)))
    hours = {"d": 24.0, "h": 1.0, "s": 1 / 3600}.get(order.span.unit)
    return None if hours is None else created + timedelta(hours=count * hours)


ACTIONS: Mapping[str, Action] = {
    "DescribeDealsByCond": describe_deals_by_cond,
    "DescribeBillResourceSummary": describe_bill_resource_summary,
}
